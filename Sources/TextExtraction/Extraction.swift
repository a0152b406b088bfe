package import AttachmentModel

/// What became of one file.
package struct Extraction: Hashable, Sendable {
    /// Empty where nothing could be read. With a status other than `ok` it is what came before the fault.
    package var markdown: String
    package var status: ExtractionStatus
    /// With every status but `ok`: one line that names the format and the cause and never holds text of the file.
    package var reason: String?
    /// By its content; `nil` where it was not looked at.
    package var kind: AttachmentKind?
    /// Where the format has pages.
    package var pages: Int?
    package var truncated: Truncation?

    package init(
        _ status: ExtractionStatus, reason: String? = nil, markdown: String = "", kind: AttachmentKind? = nil,
        pages: Int? = nil, truncated: Truncation? = nil
    ) {
        self.markdown = markdown
        self.status = status
        self.reason = reason
        self.kind = kind
        self.pages = pages
        self.truncated = truncated
    }
}
