internal import AttachmentModel

/// Pictures and scanned pages, where the operator wants them read.
extension TextExtractor {
    /// - Returns: `text` itself, unless it is empty for want of letters and there is a picture to look at.
    func recognised(
        _ descriptor: Int32, insteadOf text: Extraction, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        guard settings.ocrLanguages != nil, let tesseract = confinement.engine("tesseract") else { return text }
        if text.kind == .images, settings.kinds.contains(.images) {
            let found = try await seen([tesseract], descriptor, within: &budget)
            return Extraction(
                found.status, reason: found.reason, markdown: found.markdown, kind: .images, truncated: found.truncated)
        }
        guard text.kind == .pdf, text.status == .noText, let pages = text.pages else { return text }
        return try await scanned(descriptor, text, pages: pages, tesseract, within: &budget)
    }

    private func scanned(
        _ descriptor: Int32, _ text: Extraction, pages: Int, _ tesseract: [String], within budget: inout ReadingBudget
    ) async throws -> Extraction {
        var all = text
        for page in 1...max(1, pages) {
            guard page <= settings.ocrPages, budget.left > .zero, all.markdown.utf8.count < settings.maxTextBytes else {
                all.truncated = .pages
                break
            }
            guard let drawing = confinement.drawing(page: page) else { return text }
            let found = try await seen([drawing, tesseract], descriptor, within: &budget)
            guard found.status == .ok else { continue }
            all.markdown += (all.markdown.isEmpty ? "" : "\n") + "<!-- page \(page) -->\n\n" + found.markdown
        }
        guard !all.markdown.isEmpty else { return text }
        all.status = .ok
        all.reason = nil
        return all
    }

    /// One picture: what the last of `stages` saw, cleaned.
    private func seen(
        _ stages: [[String]], _ descriptor: Int32, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        let result = try await run(
            stages + [confinement.cleaning("tesseract", hasPictures: false)], descriptor, within: &budget)
        for (index, stage) in result.stages.enumerated() {
            if let end = result.violentEnd(of: index, "tesseract", settings: settings), stage.signal != 13 {
                return end
            }
        }
        guard result.stages.dropLast().allSatisfy({ $0.exitCode == 0 }) else {
            return Extraction(.corrupt, reason: "picture cannot be read")
        }
        guard let report = ReaderReport(result.stages.last?.complaint ?? []) else {
            return Extraction(.crash, reason: "extractor ended without a word")
        }
        return kept(report.extraction, result.output)
    }
}
