import HTTPTransport
import SyncEngine
import TextExtraction

/// What all workers of a connector must agree on, so that a file comes out the same whoever reads it.
struct AttachmentReading: Codable, Sendable {
    var maxPerPage: Int?
    var listsUnread: Bool
    var readsNested: Bool
    var ocrLanguages: String?
    var tikaAddress: String?
    var tikaMode: String?

    init(_ settings: AttachmentSettings) {
        maxPerPage = settings.selection?.maxPerPage
        listsUnread = settings.selection?.listsUnread ?? false
        readsNested = settings.extraction.readsNested
        ocrLanguages = settings.extraction.ocrLanguages
        tikaAddress = settings.extraction.tika?.address.text
        tikaMode = settings.extraction.tika?.mode.rawValue
    }

    func apply(to selection: inout AttachmentSelection) {
        selection.maxPerPage = maxPerPage
        selection.listsUnread = listsUnread
    }

    /// - Throws: `HTTPError` for an address that is none.
    func apply(to extraction: inout ExtractionSettings) throws {
        extraction.readsNested = readsNested
        extraction.ocrLanguages = ocrLanguages
        extraction.tika = try tikaAddress.map {
            TikaSettings(
                address: try HTTPURL($0), mode: tikaMode.flatMap(TikaSettings.Mode.init(rawValue:)) ?? .unsupported)
        }
    }
}
