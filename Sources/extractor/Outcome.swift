internal import AttachmentModel
internal import AttachmentReaders

/// How one reading went.
struct Outcome {
    /// Ends the program where another one has to read the file.
    static let otherEngine: Int32 = 20

    var status = ExtractionStatus.ok
    var reason: String?
    var kind: AttachmentKind?
    var pages: Int?
    var truncation: Truncation?
    var engine: Detection.Engine?
    var hasPictures = false
    /// Files inside that another program has to read.
    var left: [LeftFile] = []

    var exitCode: Int32 { engine == nil ? status.exitCode ?? 12 : Self.otherEngine }

    /// One line.
    var json: String {
        var fields = ["\"status\":\(Self.quoted(status.rawValue))"]
        if let engine { fields.append("\"engine\":\(Self.quoted(engine.rawValue)),\"pictures\":\(hasPictures)") }
        fields.append("\"kind\":\(kind.map { Self.quoted($0.rawValue) } ?? "null")")
        fields.append("\"pages\":\(pages.map(String.init) ?? "null")")
        fields.append("\"truncated\":\(truncation.map { Self.quoted($0.rawValue) } ?? "null")")
        fields.append("\"reason\":\(reason.map(Self.quoted) ?? "null")")
        if !left.isEmpty {
            let files = left.map {
                "{\"part\":\($0.index),\"engine\":\(Self.quoted($0.engine.rawValue)),"
                    + "\"pictures\":\($0.hasPictures),\"name\":\(Self.quoted(String($0.name.prefix(80))))}"
            }
            fields.append("\"left\":[\(files.joined(separator: ","))]")
        }
        fields.append("\"version\":\(ExtractorVersion.current)")
        return "{\(fields.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case " "..."~": quoted.unicodeScalars.append(scalar)
            default:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return quoted + "\""
    }
}
