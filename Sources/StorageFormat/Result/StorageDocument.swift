package import ContentTree

/// A body that was read.
package struct StorageDocument: Sendable {
    package var tree: ContentTree
    package var warnings: [ConversionWarning]
    package var metadata: DocumentMetadata
}
