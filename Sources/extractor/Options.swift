internal import AttachmentModel
internal import AttachmentReaders
internal import CSandbox

/// What the program was asked to do.
struct Options {
    struct Misuse: Error, CustomStringConvertible {
        let description: String
    }

    /// As it was attached; may be empty.
    var name = ""
    var mediaType = ""
    var limits = ReadingLimits()
    /// Say what the file is, and read nothing.
    var isDetecting = false
    /// What may be read; `nil`: everything.
    var kinds: Set<AttachmentKind>?
    /// Descriptor 0 is not the file, but the text that this program made of it.
    var engine: Detection.Engine?
    var hasPictures = false
    var isStrict = false
    /// Write the pdf itself, with a new end.
    var isRepairing = false
    /// Write one of the files that the file carries.
    var part: Int?
    /// Stands above the text, which is one of several in a document.
    var title: String?

    /// `[--kind auto|KIND,…] [--detect|--repair|--part NUMBER] [--from ENGINE [--pictures] [--title NAME]] [--name NAME] [--media-type TYPE] [--max-text BYTES]
    /// [--nesting 0|1] [--strict]`
    init(_ arguments: [String]) throws(Misuse) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            switch option {
            case "--detect": isDetecting = true
            case "--pictures": hasPictures = true
            case "--strict": isStrict = true
            case "--repair": isRepairing = true
            default:
                guard let value = rest.popFirst() else { throw Misuse(description: "extractor: \(option)?") }
                try set(option, value)
            }
        }
    }

    private mutating func set(_ option: String, _ value: String) throws(Misuse) {
        switch option {
        case "--name": name = value
        case "--media-type": mediaType = value
        case "--title": title = value
        case "--part": part = Int(value) ?? -1
        case "--kind":
            kinds =
                value == "auto"
                ? nil : Set(value.split(separator: ",").compactMap { AttachmentKind(rawValue: String($0)) })
            limits.nestedKinds = kinds
        case "--from":
            guard let known = Detection.Engine(rawValue: value) else {
                throw Misuse(description: "extractor: no \(value)")
            }
            engine = known
        case "--max-text":
            guard let bytes = Int(value), bytes >= 0, bytes <= 1 << 30 else {
                throw Misuse(description: "extractor: \(value) bytes?")
            }
            limits.text = bytes
        case "--nesting": limits.nesting = value == "1" ? 1 : 0
        default: throw Misuse(description: "extractor: \(option)?")
        }
    }

    static func arguments() -> [String] {
        (1..<max(1, sandbox_argument_count())).compactMap { sandbox_argument($0).map { String(cString: $0) } }
    }
}
