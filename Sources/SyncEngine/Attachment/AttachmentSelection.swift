package import AttachmentModel
package import ConfluenceModel

/// Which files are worth their download, judged by what is listed of them.
package struct AttachmentSelection: Sendable, Equatable {
    package var kinds: Set<AttachmentKind>
    /// Bytes; larger files stay where they are.
    package var maxBytes: Int
    /// Files of one page, the oldest first; `nil`: all.
    package var maxPerPage: Int?
    /// What is not read is a document all the same: what is known of the file, without its text.
    package var listsUnread = false

    package init(kinds: Set<AttachmentKind> = AttachmentKind.usual, maxBytes: Int = 100 << 20) {
        self.kinds = kinds
        self.maxBytes = maxBytes
    }

    /// - Parameter rank: among the wanted files of its page, from 0; `nil` where nobody counts.
    /// - Returns: `nil`: it is to be downloaded.
    package func refusal(of attachment: Attachment, rank: Int? = nil) -> SkipReason? {
        if !isWantedKind(attachment) { return .unwantedKind }
        if attachment.fileSize.map({ $0 > maxBytes }) ?? false { return .tooLarge }
        if let rank, let maxPerPage, rank >= maxPerPage { return .tooMany }
        return nil
    }

    /// For the digest of the file's facts: a later sweep with other settings finds it to differ.
    package func refusalMark(of attachment: Attachment) -> String? {
        refusal(of: attachment).map { listsUnread ? $0.rawValue + " listed" : $0.rawValue }
    }

    /// Films, installers and fonts are never downloaded, whoever might read them.
    private func isWantedKind(_ attachment: Attachment) -> Bool {
        let kind = AttachmentKind.expected(fileName: attachment.fileName, mediaType: attachment.mediaType)
        return kind.map { $0 != .other && kinds.contains($0) } ?? true
    }

    /// The places of a page's files among those that are wanted, by id: in the order they were uploaded.
    package func ranks(of files: [Attachment]) -> [ContentID: Int] {
        let wanted = files.filter { refusal(of: $0) == nil }.map(\.id).sorted(by: Self.isOlder)
        return Dictionary(zip(wanted, 0...), uniquingKeysWith: { first, _ in first })
    }

    /// Ids are numbers, with `att` in front on Cloud.
    private static func isOlder(_ left: ContentID, _ right: ContentID) -> Bool {
        let (a, b) = (left.rawValue, right.rawValue)
        return (a.utf8.count, a) < (b.utf8.count, b)
    }
}
