import ArgumentParser
import AttachmentModel
import Foundation
import TextExtraction

struct ExtractCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Reads the text of a PDF, Office or other file and writes it as markdown.",
        discussion: """
            What a file is its content decides, not its name. Reads in the same confined programs as a worker does, with the \
            same limits; needs neither Redis nor Confluence. \
            Exit status: 0 read (or without text), 3 read in part, 1 not read.
            """)

    @OptionGroup var flags: SettingFlags

    @Argument(help: "The file.")
    var file: String

    @Flag(help: "Print one JSON object with text, status, kind and pages.")
    var json = false

    func run() async throws {
        let settings = try flags.load(needsSite: false)
        let extractor = try TextExtractor(settings: settings.attachments.extraction)
        let found = try await extractor.extract(descriptor: try openFile(), name: (file as NSString).lastPathComponent)
        if json {
            try emit(report(found) + "\n")
        } else {
            try emit(found.markdown)
            if let reason = explanation(found) { Terminal.writeLine(printable("\(file): \(reason)")) }
        }
        switch found.status {
        case .ok, .noText: return
        default: throw found.markdown.isEmpty ? ExitStatus.failed : .finishedWithErrors
        }
    }

    /// Open until the process ends.
    private func openFile() throws -> Int32 {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ExtractError(file: file, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ExtractError(file: file, reason: "is no regular file")
        }
        return descriptor
    }

    private func explanation(_ found: Extraction) -> String? {
        if found.status != .ok { return "\(found.status.rawValue): \(found.reason ?? "no text in it")" }
        return found.truncated.map { "its text was cut (\($0.rawValue))" }
    }

    private struct Report: Encodable {
        let file: String
        let status: String
        let reason: String?
        let kind: String?
        let pages: Int?
        let truncated: String?
        let markdown: String
    }

    private func report(_ found: Extraction) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let report = Report(
            file: file, status: found.status.rawValue, reason: found.reason, kind: found.kind?.rawValue,
            pages: found.pages, truncated: found.truncated?.rawValue, markdown: found.markdown)
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

struct ExtractError: Error, CustomStringConvertible {
    let file: String
    let reason: String
    var description: String { "\(file): \(reason)" }
}
