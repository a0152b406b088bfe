package import ConfluenceModel
internal import Crypto
internal import SyncState

/// Four bytes that tell whether something a document depends on is still the same.
///
/// A checkpoint keeps two of them, so that a sweep sees moves, renames, labels and restrictions without a body:
/// the tree digest (title, space, ids and titles of the ancestors) and the facts digest (labels, read restrictions
/// of the whole chain). Fields are length-prefixed, so no text can imitate a border between two others.
package enum Digest {
    package static func tree(title: String, spaceKey: String, ancestors: [Ancestor]) -> UInt32 {
        hash([title, spaceKey] + ancestors.flatMap { [$0.id.rawValue, $0.title] })
    }

    /// - Parameter layers: ``ReadRestriction/layer`` of every restricted content on the chain, from the top down.
    package static func facts(labels: [String], layers: [String]) -> UInt32 {
        hash([String(labels.count)] + labels.sorted() + layers)
    }

    static func tree(of facts: ContentFacts, in space: SpaceRecord) -> UInt32 {
        tree(title: facts.title, spaceKey: space.key, ancestors: facts.ancestors)
    }

    /// An attachment's place: its name, and the page it hangs on with that page's own tree digest.
    package static func tree(fileName: String, container: ContentID, page: UInt32) -> UInt32 {
        hash(["attachment", fileName, container.rawValue, String(page)])
    }

    /// An attachment's facts: its own labels, and who may read its page.
    /// - Parameter refusal: what the settings say to a file that is not read, so that other settings are noticed.
    package static func facts(labels: [String], page: UInt32, refusal: String? = nil) -> UInt32 {
        let why = refusal.map { [$0] } ?? []
        return hash(["attachment", String(labels.count)] + labels.sorted() + [String(page)] + why)
    }

    /// Of a file's name alone: a renamed file is a new text to the sink, a moved one is not.
    package static func name(_ fileName: String) -> UInt32 { hash([fileName]) }

    private static func hash(_ fields: [String]) -> UInt32 {
        var sha = SHA256()
        for field in fields {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: field.utf8.count).littleEndian) {
                sha.update(bufferPointer: $0)
            }
            var bytes = field
            bytes.withUTF8 { sha.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        }
        return sha.finalize().withUnsafeBytes { $0.loadUnaligned(as: UInt32.self).littleEndian }
    }
}
