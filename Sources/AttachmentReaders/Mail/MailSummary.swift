internal import ContentTree

/// What every mail has, in whatever format.
struct MailSummary {
    var subject = ""
    /// Names of the lines and what they say, in order.
    var lines: [(name: String, text: String)] = []
    var attachments: [String] = []

    mutating func line(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        lines.append((name, String(text.prefix(8_192))))
    }

    /// What stands above the text.
    var top: [Block] {
        var flow = TextFlow()
        if !subject.isEmpty {
            var line = TextFlow()
            line.append(subject)
            flow.append(.heading(level: 2, line.takeLine().line))
        }
        for line in lines {
            flow.append("\(line.name): \(line.text)")
            flow.lineBreak()
        }
        return flow.takeBlocks()
    }

    /// What stands below it.
    var bottom: [Block] {
        guard !attachments.isEmpty else { return [] }
        let items = attachments.prefix(1_000).map { ListBlock.Item(blocks: [.paragraph([Inline(.text($0))])]) }
        return [.heading(level: 3, [Inline(.text("Attachments"))]), .list(ListBlock(items: items))]
    }
}
