import ContentTree

extension Outline {
    /// What a tree means, put down without looking at how it is written.
    init(meant tree: ContentTree) {
        self.init(kind: "document", children: Self.outlines(of: tree.blocks))
    }

    private static func outlines(of blocks: [Block]) -> [Outline] { blocks.map(outline) }

    private static func outline(of block: Block) -> Outline {
        switch block {
        case .line(let text): return Outline(kind: "paragraph", text: text.collapsed)
        case .paragraph(let inlines): return Outline(kind: "paragraph", text: inlines.shownText.collapsed)
        case .heading(let level, let inlines):
            return Outline(kind: "heading \(level)", text: inlines.shownText.collapsed)
        case .code(let code): return Outline(kind: "code \(code.language ?? "")", text: code.text)
        case .quote(let blocks): return Outline(kind: "quote", children: outlines(of: blocks))
        case .panel(let panel): return self.panel(panel)
        case .list(let list): return self.list(list)
        case .table(let table): return self.table(table)
        case .rule: return Outline(kind: "rule")
        case .footnote, .markdown: return Outline(kind: Outline.anything)
        }
    }

    /// A quote whose first line names the kind; text that follows at once belongs to the same paragraph.
    private static func panel(_ panel: Panel) -> Outline {
        let name = "[!\(panel.kind.rawValue.uppercased())]"
        let title = panel.title.isEmpty ? [] : [Outline(kind: "paragraph", text: panel.title.shownText.collapsed)]
        var inside = title + outlines(of: panel.blocks)
        if inside.first?.kind == "paragraph" {
            inside[0].text = name + " " + inside[0].text
        } else {
            inside.insert(Outline(kind: "paragraph", text: name), at: 0)
        }
        return Outline(kind: "quote", children: inside)
    }

    private static func list(_ list: ListBlock) -> Outline {
        Outline(
            kind: list.start.map { "numbers from \($0)" } ?? "bullets",
            children: list.items.map(item))
    }

    /// The box of a task counts as text.
    private static func item(_ item: ListBlock.Item) -> Outline {
        let outline = Outline(kind: "item", children: outlines(of: item.blocks))
        return item.isDone.map(outline.boxed) ?? outline
    }

    /// Without spans. A table whose first row is no head gets an empty one.
    private static func table(_ table: Table) -> Outline {
        guard table.isPlain else { return Outline(kind: "table", text: Outline.anything) }
        let columns = table.rows.map(\.cells.count).max() ?? 0
        var rows = table.rows.map { row in
            let texts = row.cells.map { cell in
                cell.blocks.map { block -> String in
                    block.paragraph?.shownText ?? ""
                }.joined(separator: " ").collapsed
            }
            return texts + Array(repeating: "", count: columns - texts.count)
        }
        let first = table.rows.first
        let hasHead = first?.isHead == true || first?.cells.allSatisfy { $0.isHeader || $0.blocks.isEmpty } == true
        if !hasHead || rows.first?.allSatisfy(\.isEmpty) == true {
            rows.insert(Array(repeating: "", count: columns), at: 0)
        }
        return Outline(
            kind: "table",
            children: rows.map { row in
                Outline(kind: "row", children: row.map { Outline(kind: "cell", text: $0) })
            })
    }
}

extension Table {
    /// Paragraphs alone, and no cell over several places: what such tables become is a matter of taste.
    fileprivate var isPlain: Bool {
        rows.allSatisfy { row in
            row.cells.allSatisfy { cell in
                cell.rowSpan == 1 && cell.columnSpan == 1
                    && cell.blocks.allSatisfy(\.isParagraph)
            }
        }
    }
}

extension [Inline] {
    /// The characters that a reader sees.
    fileprivate var shownText: String {
        map { inline in
            switch inline.content {
            case .text(let text): text
            case .lineBreak: " "
            case .image(let image): image.alt
            case .link(let link): link.content.shownText
            case .math(let formula): "$\(formula)$"
            case .footnote(let number): "[^\(number)]"
            }
        }.joined()
    }
}
