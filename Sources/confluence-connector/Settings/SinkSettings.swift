import HTTPTransport
import Sinks

/// Where the documents go.
struct SinkSettings: Sendable {
    enum Choice: String, Sendable, CaseIterable { case directory, jsonl, lh42 }

    var choice: Choice
    /// Of `directory` and `jsonl`.
    var path: String
    /// Of `lh42`.
    var lh42: LH42Choice?

    struct LH42Choice: Sendable {
        var address: HTTPURL
        var key: Secret
        /// Empty, an id, `name:NAME` or `space`.
        var collection: String
        var requestsPerMinute: Int
    }

    init(_ reader: inout SettingReader) {
        let key = reader.text("LH42_API_KEY").map(Secret.init)
        choice = reader.choice("SINK", default: key == nil ? .directory : .lh42)
        path = reader.text("SINK_PATH") ?? (choice == .jsonl ? "out.jsonl" : "out")
        guard choice == .lh42 else { return }
        if key == nil {
            reader.refuse("LH42_API_KEY", "is missing; SINK=lh42 needs a key that may read and write documents")
        }
        let collection = reader.text("LH42_COLLECTION") ?? ""
        if LH42Collection(setting: collection) == nil {
            reader.refuse("LH42_COLLECTION", "“\(collection)” is neither an id, name:NAME nor space")
        }
        let perMinute = reader.number("LH42_REQUESTS_PER_MINUTE", in: SettingBounds.lh42RequestsPerMinute) ?? 1000
        do {
            let address = try HTTPURL(reader.text("LH42_BASE_URL") ?? LH42Settings.defaultAddress)
            guard let key else { return }
            lh42 = LH42Choice(address: address, key: key, collection: collection, requestsPerMinute: perMinute)
        } catch {
            reader.refuse("LH42_BASE_URL", "\(error.detail); write for example \(LH42Settings.defaultAddress)")
        }
    }
}
