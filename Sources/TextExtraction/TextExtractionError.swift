/// Files cannot be read here at all. Never about one file: that is an ``Extraction`` with a status.
package struct TextExtractionError: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// `extractor` or `confine` is neither beside the running program nor in `CONNECTOR_HELPERS`, or is no program.
        case helperMissing
        /// No process could be started this time.
        case notStarted
        /// `strict` was asked for, and the kernel or the container lacks a layer.
        case sandboxMissing
    }

    package let code: Code
    /// A sentence for people.
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { "text extraction \(code.rawValue): \(detail)" }
}
