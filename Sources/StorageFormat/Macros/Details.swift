internal import ContentTree

extension MacroBehaviour {
    /// Page properties: the table stays, its pairs are metadata too.
    static let details = MacroBehaviour("details", "page-properties") { macro, walker in
        let blocks = walker.bodyBlocks(of: macro)
        for block in blocks {
            walker.flow.append(block)
            if case .table(let table) = block { walker.noteProperties(table) }
        }
    }
}

extension Walker {
    fileprivate func noteProperties(_ table: Table) {
        let isAcross =
            table.rows.count == 2 && table.rows[0].cells.allSatisfy(\.isHeader) && table.rows[0].cells.count > 1
        if isAcross {
            for (key, value) in zip(table.rows[0].cells, table.rows[1].cells) { noteProperty(key, value) }
        } else {
            for row in table.rows where row.cells.count >= 2 && row.cells[0].isHeader && !row.cells[1].isHeader {
                noteProperty(row.cells[0], row.cells[1])
            }
        }
    }

    private func noteProperty(_ key: Table.Cell, _ value: Table.Cell) {
        let name = key.blocks.plainText
        guard !name.isEmpty, conversion.metadata.properties.count < 1_000 else { return }
        conversion.metadata.properties.append(DocumentMetadata.Property(key: name, value: value.blocks.plainText))
    }
}
