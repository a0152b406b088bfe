internal import AttachmentModel

/// What a program of the system says of a file by the way it ends.
enum EngineFault {
    /// pdftotext looks for the file's table of objects at its end.
    static func isLostEnd(_ engine: String, _ result: PipelineResult) -> Bool {
        let end = result.stages[0]
        guard engine == "pdftotext", end.exitCode == 1, result.output.isEmpty else { return false }
        let complaint = String(decoding: end.complaint, as: UTF8.self)
        return complaint.contains("trailer") || complaint.contains("xref")
    }

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
