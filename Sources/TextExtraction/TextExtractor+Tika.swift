internal import AttachmentModel
internal import Foundation

/// What a Tika server makes of files that nothing here reads.
extension TextExtractor {
    /// - Returns: `text` itself, unless there is a server and a reason to ask it.
    /// - Throws: ``TextExtractionError`` with code `engineUnavailable` when the file can only be read by the server, and
    ///   the server cannot be had: it is worth another try later.
    func asked(
        _ descriptor: Int32, insteadOf text: Extraction, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        guard let tika, wantsTika(text, tika.settings.mode) else { return text }
        do {
            let answer = try await tika.text(of: descriptor)
            defer { close(answer) }
            return try await cleaned(answer, insteadOf: text, within: &budget)
        } catch let error as TikaRefusal {
            var text = text
            text.reason = (text.reason.map { $0 + "; " } ?? "") + error.reason
            return text
        } catch let error as TextExtractionError {
            // Half a text of our own is better than none.
            guard text.status == .unsupported || text.markdown.isEmpty else { return text }
            throw error
        }
    }

    private func wantsTika(_ text: Extraction, _ mode: TikaSettings.Mode) -> Bool {
        guard text.kind.map(settings.kinds.contains) ?? false else { return false }
        return text.status == .unsupported || (mode == .fallback && text.status == .corrupt)
    }

    private func cleaned(
        _ answer: Int32, insteadOf text: Extraction, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        let result = try await run([confinement.cleaning("tika", hasPictures: false)], answer, within: &budget)
        if let end = result.violentEnd(of: 0, "extractor", settings: settings) { return kept(end, result.output) }
        guard let report = ReaderReport(result.stages[0].complaint) else {
            return Extraction(.crash, reason: "extractor ended without a word")
        }
        var found = kept(report.extraction, result.output)
        // Tika answers an encrypted file with success and no text.
        guard !found.markdown.isEmpty, found.markdown.utf8.count >= text.markdown.utf8.count else { return text }
        found.kind = text.kind
        return found
    }
}
