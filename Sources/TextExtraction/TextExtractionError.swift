/// Files cannot be read here at all. Never about one file: that is an ``Extraction`` with a status.
package struct TextExtractionError: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// `extractor` or `confine` is neither beside the running program nor in `CONNECTOR_HELPERS`, or is no program.
        case helperMissing
        /// No process could be started this time.
        case notStarted
        /// `strict` was asked for, and the kernel or the container lacks a layer.
        case sandboxMissing
        /// A program that a setting asks for is not installed.
        case programMissing
        /// A server that reads what nothing here reads cannot be had at the moment.
        case engineUnavailable
    }

    package let code: Code
    /// A sentence for people.
    package let detail: String

    /// Not before this has passed.
    package let retryAfter: Duration?

    package init(_ code: Code, _ detail: String, retryAfter: Duration? = nil) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }

    package var description: String { "text extraction \(code.rawValue): \(detail)" }
}
