package import AttachmentModel

/// A file that could not be read, or not to its end. What was handed to the output before stays.
package struct ReadingError: Error, Hashable, CustomStringConvertible {
    /// `encrypted`, `corrupt`, `unsupported` or `limit`.
    package let status: ExtractionStatus
    /// One line that names the format and the cause and never holds text of the file: `pdf needs a password`.
    package let reason: String

    package init(_ status: ExtractionStatus, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    package var description: String { "\(status.rawValue): \(reason)" }
}
