import AttachmentModel
import SyncEngine
import TextExtraction

/// Which attachments are read, and how far.
struct AttachmentSettings: Sendable {
    /// `nil`: none.
    var selection: AttachmentSelection?
    /// How this process reads them.
    var extraction = ExtractionSettings()

    init(_ reader: inout SettingReader) {
        let kinds = Self.kinds(&reader)
        let maxBytes = reader.byteCount("ATTACHMENT_MAX_BYTES", default: 100 << 20, in: SettingBounds.fileBytes)
        selection =
            reader.flag("CONFLUENCE_INCLUDE_ATTACHMENTS", default: true)
            ? AttachmentSelection(kinds: kinds, maxBytes: maxBytes) : nil
        extraction.kinds = kinds
        extraction.maxTextBytes = reader.byteCount(
            "ATTACHMENT_MAX_TEXT_BYTES", default: 4 << 20, in: SettingBounds.textBytes)
        extraction.sandbox = reader.choice("EXTRACTION_SANDBOX", default: .bestEffort)
        extraction.workers = reader.number("EXTRACTION_WORKERS", in: 1...256)
    }

    private static func kinds(_ reader: inout SettingReader) -> Set<AttachmentKind> {
        let names = reader.list("ATTACHMENT_TYPES")
        guard !names.isEmpty else { return AttachmentKind.usual }
        var kinds: Set<AttachmentKind> = []
        for name in names {
            if let kind = AttachmentKind(rawValue: name.lowercased()), kind.tier < .never {
                kinds.insert(kind)
            } else {
                let known = AttachmentKind.allCases.filter { $0.tier < .never }.map(\.rawValue)
                reader.refuse("ATTACHMENT_TYPES", "“\(name)” is none of \(known.joined(separator: ", "))")
            }
        }
        return kinds
    }
}
