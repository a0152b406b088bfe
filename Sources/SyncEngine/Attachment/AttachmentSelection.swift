package import AttachmentModel
package import ConfluenceModel

/// Which files are worth their download, judged by what is listed of them.
package struct AttachmentSelection: Sendable, Equatable {
    package var kinds: Set<AttachmentKind>
    /// Bytes; larger files stay where they are.
    package var maxBytes: Int

    package init(kinds: Set<AttachmentKind> = AttachmentKind.usual, maxBytes: Int = 100 << 20) {
        self.kinds = kinds
        self.maxBytes = maxBytes
    }

    /// `nil`: it is to be downloaded.
    package func refusal(of attachment: Attachment) -> SkipReason? {
        if let kind = AttachmentKind.expected(fileName: attachment.fileName, mediaType: attachment.mediaType),
            !kinds.contains(kind)
        {
            return .unwantedKind
        }
        return attachment.fileSize.map { $0 > maxBytes } ?? false ? .tooLarge : nil
    }
}
