/// Raised whenever the text that comes of some file changes, so that operators know when reading again is worth while.
package enum ExtractorVersion {
    package static let current = 1
}
