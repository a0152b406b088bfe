/// The file of an attachment, computed from its id and version: small, and such that any reader of its format opens it.
struct GeneratedFile: Sendable {
    enum Format: String, Sendable, CaseIterable {
        case docx
        case pdf
        case txt
        case csv
        case png

        var mediaType: String {
            switch self {
            case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            case .pdf: "application/pdf"
            case .txt: "text/plain"
            case .csv: "text/csv"
            case .png: "image/png"
            }
        }
    }

    let format: Format
    let seed: UInt64
    let id: Int64
    var version: Int

    init(_ format: Format, seed: UInt64, id: Int64, version: Int) {
        self.format = format
        self.seed = seed
        self.id = id
        self.version = version
    }

    /// Of 20 files 7 are documents, 6 PDFs, 3 texts, 2 tables and 2 pictures.
    init(seed: UInt64, id: Int64, version: Int) {
        let format: Format
        switch mix(seed, id, 61) % 20 {
        case 0..<7: format = .docx
        case 7..<13: format = .pdf
        case 13..<16: format = .txt
        case 16..<18: format = .csv
        default: format = .png
        }
        self.init(format, seed: seed, id: id, version: version)
    }

    /// By the end of a file's name; text where that is none of these formats.
    init(named name: String, seed: UInt64, id: Int64, version: Int) {
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        self.init(Format(rawValue: ending) ?? .txt, seed: seed, id: id, version: version)
    }

    /// The same in every version.
    var name: String {
        switch format {
        case .docx: "Übergabe \(id).docx"
        case .pdf: "report \(id).pdf"
        case .txt: "notes-\(id).txt"
        case .csv: "zahlen_übersicht \(id).csv"
        case .png: "sketch \(id).png"
        }
    }

    /// Stands in this version of this file, and nowhere else.
    var mark: String { "file\(id)version\(version)end" }

    /// Every word of its text, marks of punctuation apart; none in a picture.
    var words: [String] {
        guard format != .png else { return [] }
        return [mark] + sentences.flatMap { $0.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
    }

    var sentences: [String] { GeneratedText(seed: seed, id: id).sentences(4, version: version) }

    /// Known without the file being made: blanks bring its text to a length that follows from id and version.
    var size: Int {
        switch format {
        case .docx: GeneratedFile.docxFrame + length
        case .pdf: GeneratedFile.pdfFrame + length
        case .txt, .csv: length
        case .png: GeneratedFile.pngSize
        }
    }

    /// The longest sentences stay below it in every format.
    private var length: Int { 1400 + Int(mix(seed, id, 2000 + UInt64(max(version, 0))) % 1000) }

    private static let example = GeneratedFile(.docx, seed: 0, id: 1, version: 1)
    private static let docxFrame = example.docx(length: example.length).count - example.length
    private static let pdfFrame = example.pdf(length: example.length).count - example.length
    private static let pngSize = example.png.count

    var bytes: [UInt8] {
        switch format {
        case .docx: docx(length: length)
        case .pdf: pdf(length: length)
        case .txt: Array("Notes\n\n\(sentences.joined(separator: "\n\n"))\n\n\(mark)\n".padded(to: length).utf8)
        case .csv:
            Array((table.map { "\($0.0),\"\($0.1)" }.joined(separator: "\"\r\n").padded(to: length - 1) + "\"").utf8)
        case .png: png
        }
    }

    private var table: [(Int, String)] { (["Remark"] + sentences + [mark]).enumerated().map { ($0, $1) } }
}

extension String {
    /// With blanks behind it, so that it has so many bytes.
    func padded(to length: Int) -> String { self + String(repeating: " ", count: max(0, length - utf8.count)) }
}
