internal import AttachmentModel

/// What a program of the system says of a file by the way it ends.
enum EngineFault {
    static func of(_ engine: String, _ result: PipelineResult, settings: ExtractionSettings) -> Extraction? {
        let end = result.stages[0]
        // The reader behind it had enough.
        if end.signal == 13 { return nil }
        if let violent = result.violentEnd(of: 0, engine, settings: settings) { return violent }
        guard end.exitCode != 0 else { return nil }
        guard engine == "pdftotext" else { return Extraction(.corrupt, reason: "\(engine) cannot read it") }
        // pdftotext(1), "Exit codes": 1 not opened, 3 permissions, 99 other.
        if String(decoding: end.complaint, as: UTF8.self).contains("Incorrect password") {
            return Extraction(.encrypted, reason: "pdf needs a password")
        }
        return Extraction(.corrupt, reason: "pdf cannot be opened")
    }
}
