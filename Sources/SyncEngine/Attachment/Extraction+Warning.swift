internal import AttachmentModel
internal import TextExtraction

extension Extraction {
    /// What a person is told when a file gave no text, or not all of it; nothing of kinds that hold none.
    var warning: (code: String, message: String)? {
        switch status {
        case .ok: truncated.map { ("truncated", "its text was cut (\($0.rawValue))") }
        case .skipped, .unsupported: nil
        default: (status.rawValue, reason ?? status.rawValue)
        }
    }
}
