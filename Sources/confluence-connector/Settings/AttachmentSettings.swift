import AttachmentModel
import HTTPTransport
import SyncEngine
import TextExtraction

/// Which attachments are read, and how far.
struct AttachmentSettings: Sendable {
    enum Unread: String, CaseIterable { case skip, list }
    enum Archives: String, CaseIterable { case list, skip }
    enum Recognising: String, CaseIterable { case off, tesseract }

    /// `nil`: none.
    var selection: AttachmentSelection?
    /// How this process reads them.
    var extraction = ExtractionSettings()

    init(_ reader: inout SettingReader) {
        extraction.maxTextBytes = reader.byteCount(
            "ATTACHMENT_MAX_TEXT_BYTES", default: 4 << 20, in: SettingBounds.textBytes)
        extraction.readsNested = reader.flag("ATTACHMENT_NESTED", default: false)
        extraction.ocrLanguages = Self.languages(&reader)
        extraction.tika = Self.tika(&reader)
        extraction.sandbox = reader.choice("EXTRACTION_SANDBOX", default: .bestEffort)
        extraction.workers = reader.number("EXTRACTION_WORKERS", in: 1...256)
        extraction.kinds = Self.kinds(&reader, extraction)
        var chosen = AttachmentSelection(kinds: extraction.kinds)
        chosen.maxBytes = reader.byteCount(
            "ATTACHMENT_MAX_BYTES", default: chosen.maxBytes, in: SettingBounds.fileBytes)
        chosen.maxPerPage = reader.number("ATTACHMENT_MAX_PER_PAGE", in: 1...10_000)
        chosen.listsUnread = reader.choice("ATTACHMENT_UNREAD", default: Unread.skip) == .list
        selection = reader.flag("CONFLUENCE_INCLUDE_ATTACHMENTS", default: true) ? chosen : nil
    }

    /// Those of the first two tiers, and what an engine adds that the operator has given; or those that are named.
    private static func kinds(_ reader: inout SettingReader, _ extraction: ExtractionSettings) -> Set<AttachmentKind> {
        let archives = reader.choice("ARCHIVES", default: Archives.list)
        var possible = AttachmentKind.usual
        if extraction.ocrLanguages != nil { possible.insert(.images) }
        if extraction.tika != nil { possible.formUnion([.images, .other]) }
        let names = reader.list("ATTACHMENT_TYPES")
        var kinds = possible
        // Pictures go to another machine only where they are asked for by name.
        if extraction.ocrLanguages == nil { kinds.remove(.images) }
        if !names.isEmpty { kinds = named(names, possible, &reader) }
        if archives == .skip { kinds.remove(.archives) }
        return kinds
    }

    private static func named(
        _ names: [String], _ possible: Set<AttachmentKind>, _ reader: inout SettingReader
    ) -> Set<AttachmentKind> {
        var kinds: Set<AttachmentKind> = []
        for name in names {
            guard let kind = AttachmentKind(rawValue: name.lowercased()) else {
                let known = AttachmentKind.allCases.filter(possible.contains).map(\.rawValue)
                reader.refuse("ATTACHMENT_TYPES", "“\(name)” is none of \(known.joined(separator: ", "))")
                continue
            }
            if !possible.contains(kind) {
                let wanted = kind == .images ? "OCR=tesseract or a TIKA_URL" : "a TIKA_URL"
                reader.refuse("ATTACHMENT_TYPES", "“\(name)” is read only with \(wanted)")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    private static func languages(_ reader: inout SettingReader) -> String? {
        let languages = reader.text("OCR_LANGUAGES")
        if let languages, !Recognition.isLanguages(languages) {
            reader.refuse("OCR_LANGUAGES", "“\(languages)” names no languages; write for example deu+eng")
        }
        return reader.choice("OCR", default: Recognising.off) == .tesseract ? languages ?? "eng" : nil
    }

    private static func tika(_ reader: inout SettingReader) -> TikaSettings? {
        let mode = reader.choice("TIKA_MODE", default: TikaSettings.Mode.unsupported)
        guard let text = reader.text("TIKA_URL") else {
            if reader.text("TIKA_MODE") != nil { reader.refuse("TIKA_MODE", "says nothing without a TIKA_URL") }
            return nil
        }
        do {
            return TikaSettings(address: try HTTPURL(text), mode: mode)
        } catch {
            reader.refuse("TIKA_URL", "\(error.detail); write for example http://tika:9998")
            return nil
        }
    }
}
