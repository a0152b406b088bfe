internal import AttachmentModel
internal import ConfluenceModel
internal import SyncState

/// A file together with the page it hangs on: what its document is made of beside its text.
struct AttachmentPlace {
    let attachment: Attachment
    let page: Content
    let space: SpaceRecord
    /// Of every restricted content on the way to the page, the page included.
    let layers: [String]
    /// Of the selection, for what is not to be downloaded.
    let refusalMark: String?

    /// Opens it in a browser.
    func address(at site: String) -> String {
        site.joined(path: attachment.webPath ?? page.webPath, orPage: page.facts.id)
    }

    /// - Parameter extractor: the number of the one that read the file.
    func checkpoint(
        flags: Checkpoint.Flags = [], extractor: UInt8 = UInt8(clamping: ExtractorVersion.current)
    ) -> Checkpoint {
        let pageTree = Digest.tree(of: page.facts, in: space)
        let pageFacts = Digest.facts(labels: page.facts.labels, layers: layers)
        return Checkpoint(
            version: UInt32(clamping: attachment.version.number),
            treeDigest: Digest.tree(fileName: attachment.fileName, container: page.facts.id, page: pageTree),
            factsDigest: Digest.facts(labels: attachment.labels ?? [], page: pageFacts, refusal: refusalMark),
            pipeline: extractor,
            spaceOrdinal: space.ordinal, flags: flags.union([.digestsKnown, .attachment]))
    }
}
