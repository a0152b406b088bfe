internal import AttachmentModel
internal import ConfluenceModel
internal import ContentTree
internal import MarkdownWriter
internal import TextExtraction

/// What is said of a file in place of its text.
struct UnreadAttachment {
    let attachment: Attachment
    /// Opens it in a browser.
    let address: String
    let status: ExtractionStatus
    let reason: String?

    /// Its comment, a link to it, and why there is no more.
    var markdown: String {
        var blocks: [Block] = []
        if let comment = attachment.comment, !comment.isEmpty { blocks.append(.paragraph([Inline(.text(comment))])) }
        let link = Link(destination: .address(address), content: [Inline(.text(attachment.fileName))])
        blocks.append(.paragraph([Inline(.link(link))]))
        blocks.append(.paragraph([Inline(.text(facts.joined(separator: ", ")))]))
        return MarkdownWriter().write(ContentTree(blocks: blocks)).text
    }

    private var facts: [String] {
        let type = attachment.mediaType.isEmpty ? nil : attachment.mediaType
        let size = attachment.fileSize.map { "\($0) bytes" }
        return [type, size, "not read: \(reason ?? status.rawValue)"].compactMap { $0 }
    }
}

extension SkipReason {
    /// Of a file that was not downloaded.
    var extraction: Extraction {
        switch self {
        case .tooLarge: Extraction(.tooLarge, reason: "larger than is downloaded")
        case .tooMany: Extraction(.skipped, reason: "its page has more files than are read")
        default: Extraction(.skipped, reason: "a kind that is not read")
        }
    }
}
