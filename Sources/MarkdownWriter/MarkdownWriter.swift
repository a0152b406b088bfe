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
        let title = (options.title ?? "").isEmpty ? [] : [Block.heading(level: 1, [Inline(.text(options.title ?? ""))])]
        let blocks = title + tree.blocks
        if !blocks.isEmpty { writer.blankLine() }
        writer.write(blocks)
        return Markdown(text: String(decoding: writer.output, as: UTF8.self), headings: writer.headings)
    }
}
