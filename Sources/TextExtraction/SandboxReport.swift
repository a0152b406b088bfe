internal import Foundation

/// Which layers hold here, and what is missing for some formats.
package struct SandboxReport: Sendable {
    package struct Layer: Sendable {
        /// `limits`, `namespaces`, `landlock` or `seccomp`.
        package let name: String
        /// `nil`: it holds.
        package let fault: String?
    }

    package var layers: [Layer]
    /// Sentences on what cannot be read for want of a package.
    package var missing: [String]
}

extension TextExtractor {
    /// Tries the sandbox out.
    package func report() async throws -> SandboxReport {
        let lines = String(decoding: try await checkedLayers(), as: UTF8.self).split(separator: "\n")
        let layers = lines.map { line in
            let words = line.split(separator: " ", maxSplits: 1)
            let fault = words.count > 1 && words[1] != "yes" ? String(words[1].dropFirst(4)) : nil
            return SandboxReport.Layer(name: String(words.first ?? ""), fault: fault)
        }
        return SandboxReport(layers: layers, missing: missing)
    }

    /// Makes sure, before any file would fail for it, that a `strict` sandbox can be had here.
    /// - Throws: ``TextExtractionError``.
    package func checkSandbox() async throws {
        guard settings.sandbox == .strict else { return }
        let layers = try await report().layers
        let faults = ["limits", "landlock", "seccomp"].compactMap { name -> String? in
            guard let layer = layers.first(where: { $0.name == name }) else { return "\(name) (not reported)" }
            return layer.fault.map { "\(name) (\($0))" }
        }
        guard faults.isEmpty else {
            throw TextExtractionError(
                .sandboxMissing,
                "EXTRACTION_SANDBOX=strict cannot be kept here for want of \(faults.joined(separator: ", ")); "
                    + "use a newer kernel or another container profile, or EXTRACTION_SANDBOX=best_effort")
        }
    }

    private var missing: [String] {
        var missing: [String] = []
        if helpers.pdftotext == nil {
            missing.append("pdf files are not read: pdftotext is not installed (poppler-utils)")
        }
        // Without it, Chinese, Japanese and Korean files come out empty, and pdftotext says all is well.
        if !FileManager.default.fileExists(atPath: "/usr/share/poppler/cMap") {
            missing.append("pdf files in Chinese, Japanese and Korean come out empty: poppler-data is not installed")
        }
        if helpers.catdoc == nil { missing.append("doc files of Word 6 and 95 are not read: catdoc is not installed") }
        return missing
    }
}
