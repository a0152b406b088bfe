/// What a page says, free of the markup it came in. Values only.
package struct ContentTree: Hashable, Sendable {
    package var blocks: [Block]
    /// Title of the page; the old editor puts it in front of heading anchors (`PageTitle-Heading`).
    package var pageTitle: String?
    /// Names of explicit anchors that stand at a heading, with the plain text of that heading.
    package var namedAnchors: [String: String]
    /// Size of what the tree was read from, which bounds what is written of it. 0: unknown, no bound.
    package var sourceBytes: Int

    package init(
        blocks: [Block] = [], pageTitle: String? = nil, namedAnchors: [String: String] = [:], sourceBytes: Int = 0
    ) {
        self.blocks = blocks
        self.pageTitle = pageTitle
        self.namedAnchors = namedAnchors
        self.sourceBytes = sourceBytes
    }
}
