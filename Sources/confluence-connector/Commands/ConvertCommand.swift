import ArgumentParser
import Foundation
import MarkdownWriter
import StorageFormat

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts storage format to markdown: files, whole folders, or standard input.",
        discussion: """
            One file, or `-`, is written to standard output, or to --output. Folders, which are read with all folders in them, \
            and several files need --output: a folder, in which NAME.xml becomes NAME.md. Where NAME.xml and NAME.html lie side by \
            side, they become NAME.xml.md and NAME.html.md. Needs neither Redis nor Confluence. \
            Exit status: 0 all converted, 1 some were not (the others were), 2 wrong usage.
            """)

    @Argument(help: ArgumentHelp("Files, folders, or - for standard input.", valueName: "file|folder|-"))
    var paths: [String]

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the markdown goes: a file for one file, else a folder.", valueName: "path"))
    var output: String?

    @Option(help: ArgumentHelp("Address of the site, for links: https://acme.atlassian.net/wiki.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("space"), help: ArgumentHelp("Key of the space the page is in, for links.", valueName: "key"))
    var spaceKey: String?

    @Flag(help: "Say on standard error what could not be converted well.")
    var warnings = false

    @Flag(help: "Print one JSON object a file: file, output or markdown, warnings, or error.")
    var json = false

    func validate() throws {
        if let name = SettingFlags.given.keys.min() { throw ValidationError("convert knows no setting \(name)") }
        if let baseURL, !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
            throw ValidationError("--base-url \(baseURL): not an address that starts with https:// or http://")
        }
        if paths.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input can be read once") }
    }

    func run() throws {
        let (files, unreadable) = ConversionFile.find(paths)
        let isOne = paths.count == 1 && !isFolder(paths[0])
        if !isOne, output == nil, !json, !files.isEmpty {
            throw ValidationError(
                paths.count == 1
                    ? "\(paths[0]) is a folder: say with --output where its markdown goes"
                    : "several files: say with --output where their markdown goes")
        }
        var failures = unreadable.count
        for error in unreadable { try report(error) }
        for file in files {
            do throws(ConvertError) {
                try convert(file, to: destination(of: file, isOne: isOne))
            } catch {
                failures += 1
                try report(error)
            }
        }
        if let output, !isOne, !json, !files.isEmpty {
            Terminal.writeLine("\(grouped(files.count + unreadable.count - failures)) files written to \(output)")
        }
        if failures > 0 { throw ExitStatus.failed }
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// - Returns: `nil` for standard output.
    private func destination(of file: ConversionFile, isOne: Bool) -> URL? {
        guard let output else { return nil }
        guard isOne, !isFolder(output), !output.hasSuffix("/") else {
            return URL(fileURLWithPath: output).appendingPathComponent(file.result)
        }
        return URL(fileURLWithPath: output)
    }

    private func convert(_ file: ConversionFile, to destination: URL?) throws(ConvertError) {
        let reader = StorageFormatReader(context: ConversionContext(baseURL: baseURL, spaceKey: spaceKey))
        let document: StorageDocument
        do {
            document = try reader.read(try ConversionSource.read(file.path, limit: reader.options.limits.inputBytes))
        } catch {
            throw ConvertError(name: file.path == "-" ? file.name : file.path, reason: "\(error)")
        }
        let markdown = MarkdownWriter().write(document.tree).text
        if warnings, !json { for warning in document.warnings { say(warning, of: file) } }
        if let destination { try write(markdown, to: destination) }
        do {
            if json {
                try emit(jsonText(ConversionReport(file, destination, markdown, document.warnings)) + "\n")
            } else if destination == nil {
                try emit(markdown)
            }
        } catch {
            throw ConvertError(name: "standard output", reason: "\(error)")
        }
    }

    private func say(_ warning: ConversionWarning, of file: ConversionFile) {
        let place = warning.line > 0 ? ":\(warning.line):\(warning.column)" : ""
        Terminal.writeLine(printable("\(file.name)\(place): \(warning.code.rawValue): \(warning.message)"))
    }

    private func write(_ markdown: String, to destination: URL) throws(ConvertError) {
        do {
            try FileManager.default.createDirectory(
                at: destination.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(markdown.utf8).write(to: destination, options: .atomic)
        } catch {
            throw ConvertError(name: destination.path, reason: "cannot be written (\(reason(error)))")
        }
    }

    private func reason(_ error: any Error) -> String {
        let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? 0
        return code > 0 ? String(cString: strerror(Int32(truncatingIfNeeded: code))) : error.localizedDescription
    }

    private func report(_ error: ConvertError) throws {
        if json {
            try emit(jsonText(ConversionReport(error)) + "\n")
        } else {
            Connector.complain(printable(error.description))
        }
    }
}
