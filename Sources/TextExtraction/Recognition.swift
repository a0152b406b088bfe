internal import Foundation

/// What tesseract needs to read pictures and scanned pages.
package enum Recognition {
    /// Names as tesseract has them, one or more with `+` between them: `deu+eng`, `script/Latin`.
    package static func isLanguages(_ text: String) -> Bool {
        text.split(separator: "+", omittingEmptySubsequences: false).allSatisfy { language in
            let isName = language.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F || $0 == 0x2F
            }
            return isName && !language.isEmpty && language.first != "/" && language.utf8.count <= 40
        }
    }

    /// Debian's place, by the program's version.
    static func isInstalled(_ language: Substring) -> Bool {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
        return versions.contains {
            FileManager.default.fileExists(atPath: "\(home)/\($0)/tessdata/\(language).traineddata")
        }
    }

    private static let home = "/usr/share/tesseract-ocr"
}

extension HelperPrograms {
    /// - Throws: ``TextExtractionError`` with code `programMissing` and the line that installs what is missing.
    package func checkRecognition(_ languages: String) throws(TextExtractionError) {
        let all = languages.split(separator: "+")
        var packages: [String] = []
        if tesseract == nil { packages.append("tesseract-ocr") }
        if pdftoppm == nil { packages.append("poppler-utils") }
        packages += all.filter { !Recognition.isInstalled($0) }.map(Self.package)
        guard !packages.isEmpty else { return }
        throw TextExtractionError(
            .programMissing,
            "OCR=tesseract needs programs that are not installed: apt-get install \(packages.joined(separator: " "))")
    }

    /// Debian's name of a language's package: `chi_sim` is in `tesseract-ocr-chi-sim`.
    static func package(of language: Substring) -> String {
        let name = language.lowercased().map { $0 == "_" || $0 == "/" ? "-" : $0 }
        return "tesseract-ocr-" + String(name)
    }
}
