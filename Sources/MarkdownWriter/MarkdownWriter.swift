package import ContentTree

/// Writes GitHub Flavored Markdown.
package struct MarkdownWriter: Sendable {
    package var options: MarkdownOptions

    package init(options: MarkdownOptions = MarkdownOptions()) {
        self.options = options
    }

    package func write(_ tree: ContentTree) -> Markdown {
        var writer = BlockWriter(options: options, anchors: AnchorIndex(tree), sourceBytes: tree.sourceBytes)
        writer.writeFrontMatter()
        if let title = options.title, !title.isEmpty {
            writer.write([.heading(level: 1, [Inline(.text(title))])] + tree.blocks)
        } else {
            writer.write(tree.blocks)
        }
        return Markdown(text: String(decoding: writer.output, as: UTF8.self), headings: writer.headings)
    }
}
