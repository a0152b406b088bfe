internal import AttachmentModel
internal import Foundation
internal import HTTPTransport

/// Which layers hold here, and which programs are there to read files.
package struct SandboxReport: Sendable {
    package struct Layer: Sendable {
        /// `limits`, `namespaces`, `landlock` or `seccomp`.
        package let name: String
        /// `nil`: it holds.
        package let fault: String?
    }

    /// A program or a set of files of the system.
    package struct Engine: Sendable {
        package let name: String
        /// Debian's package.
        package let package: String
        /// What is not read without it, in words.
        package let reads: String
        /// By the settings; another one is only nice to have.
        package let isNeeded: Bool
        package let isInstalled: Bool
    }

    package var layers: [Layer]
    /// Of the kernel's interface; `nil`: it has none.
    package var landlockVersion: Int?
    package var mode: ExtractionSettings.Sandbox
    package var engines: [Engine]
    /// `nil`: none is asked.
    package var tika: String?

    /// What a `strict` sandbox lacks; namespaces, which many containers refuse, are no part of it.
    package var strictFaults: [String] {
        ["limits", "landlock", "seccomp"].compactMap { name in
            guard let layer = layers.first(where: { $0.name == name }) else { return "\(name) (not reported)" }
            return layer.fault.map { "\(name) (\($0))" }
        }
    }

    /// Whether files are read here at all.
    package var isUsable: Bool { mode != .strict || strictFaults.isEmpty }

    /// Sentences on what cannot be read for want of a package that the settings need.
    package var missing: [String] {
        engines.filter { $0.isNeeded && !$0.isInstalled }.map {
            "\($0.reads): \($0.name) is not installed (apt-get install \($0.package))"
        }
    }
}

extension TextExtractor {
    /// Tries the sandbox out.
    /// - Throws: ``TextExtractionError`` when not even the launcher starts.
    package func report() async throws -> SandboxReport {
        let lines = String(decoding: try await checkedLayers(), as: UTF8.self).split(separator: "\n")
        var report = SandboxReport(layers: [], mode: settings.sandbox, engines: engines)
        report.tika = settings.tika?.address.description
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { continue }
            if words[0] == "landlock-version" {
                report.landlockVersion = Int(words[1]).flatMap { $0 > 0 ? $0 : nil }
            } else {
                let fault = words[1] == "yes" ? nil : String(words[1].dropFirst(4))
                report.layers.append(SandboxReport.Layer(name: String(words[0]), fault: fault))
            }
        }
        return report
    }

    /// Makes sure, before any file would fail for it, that a `strict` sandbox can be had here.
    /// - Throws: ``TextExtractionError``.
    package func checkSandbox() async throws {
        guard settings.sandbox == .strict else { return }
        let faults = try await report().strictFaults
        guard faults.isEmpty else {
            throw TextExtractionError(
                .sandboxMissing,
                "EXTRACTION_SANDBOX=strict cannot be kept here for want of \(faults.joined(separator: ", ")); "
                    + "use a newer kernel or another container profile, or EXTRACTION_SANDBOX=best_effort")
        }
    }

    private var engines: [SandboxReport.Engine] {
        let recognises = settings.ocrLanguages != nil
        func engine(
            _ name: String, _ package: String, _ reads: String, isNeeded: Bool, _ isInstalled: Bool
        ) -> SandboxReport.Engine {
            SandboxReport.Engine(
                name: name, package: package, reads: reads, isNeeded: isNeeded, isInstalled: isInstalled)
        }
        // Without its data pdftotext finds no text in some languages, and says all is well.
        let hasData = FileManager.default.fileExists(atPath: "/usr/share/poppler/cMap")
        let languages = settings.ocrLanguages ?? "eng"
        let hasLanguages = languages.split(separator: "+").allSatisfy(Recognition.isInstalled)
        let packages = languages.split(separator: "+").map(HelperPrograms.package).joined(separator: " ")
        return [
            engine(
                "pdftotext", "poppler-utils", "pdf files are not read", isNeeded: settings.kinds.contains(.pdf),
                helpers.pdftotext != nil),
            engine(
                "poppler-data", "poppler-data", "pdf files in Chinese, Japanese and Korean come out empty",
                isNeeded: settings.kinds.contains(.pdf), hasData),
            engine(
                "catdoc", "catdoc", "doc files of Word 6 and 95 are not read",
                isNeeded: settings.kinds.contains(.doc), helpers.catdoc != nil),
            engine(
                "vsd2text", "libvisio-tools", "vsd files are not read", isNeeded: false, helpers.vsd2text != nil),
            engine(
                "tesseract", "tesseract-ocr", "pictures and scanned pages are not read", isNeeded: recognises,
                helpers.tesseract != nil),
            engine(
                "tesseract's \(languages)", packages, "pictures in these languages are not read",
                isNeeded: recognises, hasLanguages),
            engine(
                "pdftoppm", "poppler-utils", "scanned pages are not read", isNeeded: recognises,
                helpers.pdftoppm != nil),
        ]
    }
}
