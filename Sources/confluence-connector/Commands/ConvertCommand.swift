import ArgumentParser
import Foundation
import MarkdownWriter
import StorageFormat

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts storage format to markdown: a file, a folder of .xml files, or standard input.",
        discussion: """
            A file or `-` is written to standard output; a folder needs --output, and every NAME.xml in it becomes NAME.md there. \
            Needs neither Redis nor Confluence.
            """)

    @Argument(help: ArgumentHelp("File, folder, or - for standard input.", valueName: "file|folder|-"))
    var path: String

    @Option(help: ArgumentHelp("Folder to write to, for a folder.", valueName: "folder"))
    var output: String?

    @Option(help: ArgumentHelp("Address of the site, for links: https://acme.atlassian.net/wiki.", valueName: "url"))
    var baseURL: String?

    @Option(
        name: .customLong("space"), help: ArgumentHelp("Key of the space the page is in, for links.", valueName: "key"))
    var spaceKey: String?

    @Flag(help: "Say on standard error what could not be converted well.")
    var warnings = false

    func validate() throws {
        if let name = SettingFlags.given.keys.min() { throw ValidationError("convert knows no setting \(name)") }
    }

    func run() throws {
        var isFolder: ObjCBool = false
        if path == "-" {
            try write(convert(FileHandle.standardInput.readDataToEndOfFile(), name: "standard input"))
        } else if !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            throw ValidationError("\(path): there is no such file or folder")
        } else if isFolder.boolValue {
            try convertFolder()
        } else {
            try write(convert(read(path), name: path))
        }
    }

    private func convertFolder() throws {
        guard let output else {
            throw ValidationError("\(path) is a folder: say with --output where its markdown goes")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: path).filter {
            $0.hasSuffix(".xml") || $0.hasSuffix(".html")
        }.sorted()
        guard !files.isEmpty else { throw ValidationError("\(path): holds no .xml files") }
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        for file in files {
            let markdown = try convert(read(path + "/" + file), name: file)
            let name = (file as NSString).deletingPathExtension + ".md"
            try Data(markdown.utf8).write(
                to: URL(fileURLWithPath: output).appendingPathComponent(name), options: .atomic)
        }
        Terminal.writeLine("\(grouped(files.count)) files written to \(output)")
    }

    private func convert(_ storage: Data, name: String) throws -> String {
        let reader = StorageFormatReader(context: ConversionContext(baseURL: baseURL, spaceKey: spaceKey))
        let document: StorageDocument
        do {
            document = try reader.read([UInt8](storage))
        } catch {
            throw ConvertError(name: name, reason: "\(error)")
        }
        if warnings {
            for warning in document.warnings {
                let place = warning.line > 0 ? ":\(warning.line):\(warning.column)" : ""
                Terminal.writeLine(printable("\(name)\(place): \(warning.code.rawValue): \(warning.message)"))
            }
        }
        return MarkdownWriter().write(document.tree).text
    }

    private func read(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ConvertError(name: path, reason: "cannot be read")
        }
    }

    private func write(_ text: String) throws { try emit(text) }
}

struct ConvertError: Error, CustomStringConvertible {
    let name: String
    let reason: String
    var description: String { "\(name): \(reason)" }
}
