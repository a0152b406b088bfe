internal import Foundation

/// Where the programs are that read files.
package struct HelperPrograms: Sendable {
    package var confine: String
    package var extractor: String
    /// Programs of the system, `nil` where they are not installed.
    package var pdftotext: String?
    package var catdoc: String?
    package var vsd2text: String?
    package var tesseract: String?
    package var pdftoppm: String?
    /// What a confined program has to read besides the system's own libraries.
    package var readable: [String]

    package init(confine: String, extractor: String, readable: [String] = HelperPrograms.swiftRuntime()) {
        self.confine = confine
        self.extractor = extractor
        self.readable = readable
        pdftotext = Self.installed("pdftotext")
        catdoc = Self.installed("catdoc")
        vsd2text = Self.installed("vsd2text")
        tesseract = Self.installed("tesseract")
        pdftoppm = Self.installed("pdftoppm")
    }

    /// Looks beside the running program, then in the folder of `CONNECTOR_HELPERS`.
    /// - Throws: ``TextExtractionError`` with code `helperMissing`.
    package static func found(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TextExtractionError) -> HelperPrograms {
        var folders: [String] = []
        if let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            folders.append((program as NSString).deletingLastPathComponent)
        }
        if let folder = environment["CONNECTOR_HELPERS"], folder.hasPrefix("/") { folders.append(folder) }
        func find(_ name: String) throws(TextExtractionError) -> String {
            let paths = folders.map { $0 + "/" + name }
            guard let path = paths.first(where: isProgram) else {
                let places = folders.joined(separator: " nor in ")
                throw TextExtractionError(
                    .helperMissing, "\(name) is not in \(places); name its folder in CONNECTOR_HELPERS")
            }
            return path
        }
        return HelperPrograms(confine: try find("confine"), extractor: try find("extractor"))
    }

    private static func installed(_ name: String) -> String? {
        let path = "/usr/bin/" + name
        return isProgram(path) ? path : nil
    }

    private static func isProgram(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    /// The folder of Swift's libraries, where this program was not linked with them.
    package static func swiftRuntime() -> [String] {
        // Files of /proc have no length, so they are read to their end.
        guard let file = FileHandle(forReadingAtPath: "/proc/self/maps"), let data = try? file.readToEnd() else {
            return []
        }
        for line in data.split(separator: 0x0A) where line.suffix(16).elementsEqual("/libswiftCore.so".utf8) {
            guard let start = line.firstIndex(of: UInt8(ascii: "/")) else { continue }
            return [(String(decoding: line[start...], as: UTF8.self) as NSString).deletingLastPathComponent]
        }
        return []
    }
}
