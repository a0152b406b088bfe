internal import ContentTree

extension Walker {
    private struct Parts {
        var head: [Table.Row] = []
        var body: [Table.Row] = []
        var foot: [Table.Row] = []
        /// Caption and whatever else stands outside of the cells.
        var above: [Block] = []
    }

    func walkTable(_ node: Int32) {
        flow.endParagraph()
        var parts = Parts()
        gather(node, part: .tbody, into: &parts)
        for block in parts.above { flow.append(block) }
        let rows = parts.head + parts.body + parts.foot
        guard rows.contains(where: { $0.cells.contains { !$0.content.isEmpty } }) else { return }
        flow.append(.table(Table(rows: rows)))
    }

    private func gather(_ node: Int32, part: ElementName, into parts: inout Parts) {
        eachChild(of: node) { child in
            let name = markup.name(child)
            switch name {
            case .thead, .tbody, .tfoot: gather(child, part: name, into: &parts)
            case .tr: gatherRow(child, part, &parts)
            case .td, .th: add([cell(child)], part, &parts)
            case .caption:
                let outer = style
                style = .strong
                parts.above += collect { walkChildren(child) }
                style = outer
            default: parts.above += strayBlocks(from: child, until: Self.isPartOfTable)
            }
        }
    }

    private static func isPartOfTable(_ name: ElementName) -> Bool {
        switch name {
        case .thead, .tbody, .tfoot, .tr, .td, .th, .caption: true
        default: false
        }
    }

    private func gatherRow(_ node: Int32, _ part: ElementName, _ parts: inout Parts) {
        var cells: [Table.Cell] = []
        /// Of cells beyond the limit, which go together into the last one.
        var surplus: [Block] = []
        eachChild(of: node) { child in
            switch markup.name(child) {
            case .td, .th:
                let cell = cell(child)
                if cells.count < max(1, options.limits.tableColumns) {
                    cells.append(cell)
                } else {
                    surplus += cell.blocks
                }
            default: parts.above += strayBlocks(from: child) { $0 == .td || $0 == .th }
            }
        }
        if !surplus.isEmpty {
            cells[cells.count - 1].content.append(surplus)
            conversion.warn(.clipped, "table columns")
        }
        if !cells.isEmpty { add(cells, part, &parts) }
    }

    private func add(_ cells: [Table.Cell], _ part: ElementName, _ parts: inout Parts) {
        switch part {
        case .thead: parts.head.append(Table.Row(cells: cells, isHead: true))
        case .tfoot: parts.foot.append(Table.Row(cells: cells))
        default: parts.body.append(Table.Row(cells: cells))
        }
    }

    private func cell(_ node: Int32) -> Table.Cell {
        Table.Cell(
            content: collectContent { walkChildren(node) },
            isHeader: markup.name(node) == .th,
            rowSpan: span(.rowspan, node, limit: 65_534),
            columnSpan: span(.colspan, node, limit: options.limits.tableColumns))
    }

    private func span(_ name: AttributeName, _ node: Int32, limit: Int) -> Int {
        guard let source = markup.attribute(name, of: node), let value = Int(source.trimmed), value > 0 else {
            return 1
        }
        return min(value, limit)
    }
}
