import Foundation
import FoundationXML

/// `cmark-gfm`, GitHub's own reader of its markdown (Debian package of that name).
enum CommonMarkReader {
    static let program: URL? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        return folders.map { URL(filePath: String($0)).appending(path: "cmark-gfm") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// What it makes of a text.
    static func outline(of markdown: String) throws -> Outline {
        guard let program else { throw CocoaError(.fileNoSuchFile) }
        let file = FileManager.default.temporaryDirectory.appending(path: "fixed-point-\(UUID().uuidString).md")
        try Data(markdown.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = program
        process.arguments =
            ["table", "strikethrough", "tasklist", "autolink"].flatMap { ["-e", $0] } + ["-t", "xml", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let xml = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try CommonMarkXML.outline(of: xml)
    }
}

/// Reads the elements of CommonMark's XML (its `CommonMark.dtd`, and GitHub's extensions).
private final class CommonMarkXML: NSObject, XMLParserDelegate {
    private var open = [Outline(kind: "document")]
    private var text = ""
    private var isInline = false

    static func outline(of xml: Data) throws -> Outline {
        let reader = CommonMarkXML()
        let parser = XMLParser(data: xml)
        parser.delegate = reader
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
        return reader.open[0]
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        switch name {
        case "document", "text", "code", "emph", "strong", "strikethrough", "link", "image": break
        case "softbreak", "linebreak", "html_inline": text += " "
        default:
            text = ""
            open.append(Outline(kind: Self.kind(name, attributes)))
        }
        isInline = name == "text" || name == "code" || name == "code_block" || name == "html_block"
    }

    private static func kind(_ name: String, _ attributes: [String: String]) -> String {
        switch name {
        case "heading": "heading \(attributes["level"] ?? "")"
        case "code_block": "code \(attributes["info"] ?? "")"
        case "block_quote": "quote"
        case "thematic_break": "rule"
        case "list" where attributes["type"] == "ordered": "numbers from \(attributes["start"] ?? "1")"
        case "list": "bullets"
        case "tasklist": attributes["completed"] == "true" ? "done" : "open"
        case "table_header", "table_row": "row"
        case "table_cell": "cell"
        default: name
        }
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        if isInline { text += characters }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        isInline = false
        switch name {
        case "document", "text", "code", "emph", "strong", "strikethrough", "link", "image", "softbreak", "linebreak",
            "html_inline":
            return
        case "code_block": open[open.count - 1].text = text.hasSuffix("\n") ? String(text.dropLast()) : text
        case "paragraph", "heading", "table_cell", "html_block": open[open.count - 1].text = text.collapsed
        default: break
        }
        var closed = open.removeLast()
        // Known as a task or, inside of quotes, as an item that starts with a box.
        if closed.kind == "done" || closed.kind == "open" { closed = closed.boxed(isDone: closed.kind == "done") }
        open[open.count - 1].children.append(closed)
    }
}
