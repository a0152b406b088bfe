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
    /// What would read it is not installed here.
    package var lacksProgram = false
    /// Of all programs that read the file.
    package var cost = Cost()

    package struct Cost: Hashable, Sendable {
        /// Processor time.
        package var cpuSeconds = 0.0
        /// The most memory that one of them held.
        package var peakBytes = 0
    }

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

extension Extraction {
    /// Whether it is the file that is to blame. Another try of the same file may end otherwise after a timeout, a crash, or
    /// where a program is missing.
    package var isFinal: Bool { !lacksProgram && ![.timeout, .crash, .skipped].contains(status) }

    /// Puts more text behind what is there, up to the last line within the limit.
    mutating func add(_ text: String, limit: Int) {
        guard !text.isEmpty else { return }
        markdown += (markdown.isEmpty ? "" : "\n") + text
        status = status == .noText ? .ok : status
        reason = status == .ok ? nil : reason
        guard markdown.utf8.count > limit else { return }
        let whole = markdown.utf8.prefix(limit)
        let end = whole.lastIndex(of: 0x0A).map { whole.index(after: $0) } ?? whole.startIndex
        markdown = String(markdown[..<end])
        truncated = .text
    }
}
