package import ConfluenceModel

/// What another service asks for in the stream `cc:inbox`: one entry, one request.
package struct InboxRequest: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case incremental = "sync"
        case delta = "sync.delta"
        case full = "sync.full"
        case pages = "sync.pages"
        case pageDeleted = "page.deleted"
        case cancel
        case pause
        case resume
    }

    /// A page by its id, perhaps in a version at least, or by the address that a person pasted.
    package enum PageName: Sendable, Hashable {
        case id(ContentID, version: Int?)
        case address(String)
    }

    /// Idempotency key: 1 to 128 of `A-Z a-z 0-9 . _ : -`.
    package var id: String
    package var kind: Kind
    package var connector: String
    /// Keys or globs, at most ``listLimit``.
    package var spaces: [String]
    package var pages: [PageName]
    package var lane: Lane
    /// Seconds since 1970; later than that it is answered `expired`.
    package var notAfter: Int?
    /// A stream `PREFIX:reply:…`; `nil`: `PREFIX:replies`.
    package var replyTo: String?
    package var source: String
    /// W3C trace context.
    package var traceParent: String?

    package static let listLimit = 1000
    /// Of all names and values of an entry.
    package static let byteLimit = 65_536
}

/// Why an entry is no request.
package struct InboxRejection: Error, Sendable, Hashable {
    /// The entry's `id` if that can be read, for the reply.
    package var id: String
    /// Empty: the entry as a whole.
    package var field: String
    package var reason: String

    package init(id: String, field: String, reason: String) {
        self.id = id
        self.field = field
        self.reason = reason
    }
}

extension InboxRequest {
    /// Reads the fields of an entry; unknown ones are left to later versions.
    /// - Parameters:
    ///   - bytes: of all names and values, as they came.
    ///   - isKnown: whether there is such a connector.
    init(
        fields: [(name: String, value: String)], bytes: Int, prefix: String, isKnown: (String) -> Bool
    ) throws(InboxRejection) {
        var map: [String: String] = [:]
        for (name, value) in fields { map[name] = value }
        let id = map["id"] ?? ""
        let isGoodID = (1...128).contains(id.utf8.count) && id.utf8.allSatisfy(\.isNameByte)
        func reject(_ field: String, _ reason: String) -> InboxRejection {
            InboxRejection(id: isGoodID ? id : "", field: field, reason: reason)
        }
        guard bytes <= Self.byteLimit else {
            throw reject("", "\(bytes) bytes, more than \(Self.byteLimit)")
        }
        guard Set(fields.map(\.name)).count == fields.count else { throw reject("", "a field comes twice") }
        guard map["v"] == "1" else { throw reject("v", "this version reads requests of version 1") }
        guard isGoodID else { throw reject("id", "1 to 128 of A-Z a-z 0-9 . _ : -") }
        guard let kind = map["type"].flatMap({ Kind(rawValue: $0) }) else {
            throw reject("type", "one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let connector = map["connector"], isKnown(connector) else {
            throw reject("connector", "there is no such connector")
        }
        self.id = id
        self.kind = kind
        self.connector = connector
        spaces = Self.list(map["spaces"])
        guard spaces.count <= Self.listLimit else { throw reject("spaces", "more than \(Self.listLimit)") }
        guard spaces.allSatisfy({ $0.utf8.count <= 255 && $0.utf8.allSatisfy { $0 > 32 && $0 != 127 } }) else {
            throw reject("spaces", "keys or globs, comma separated")
        }
        let names = Self.list(map["pages"])
        guard names.count <= Self.listLimit else { throw reject("pages", "more than \(Self.listLimit)") }
        pages = names.compactMap { PageName($0) }
        guard pages.count == names.count else { throw reject("pages", "ids, ids with @version, or addresses") }
        if kind == .pages || kind == .pageDeleted, pages.isEmpty {
            throw reject("pages", "needed for \(kind.rawValue)")
        }
        switch map["lane"] {
        case nil, "ondemand": lane = .onDemand
        case "webhook": lane = .webhook
        case "scheduled": lane = .scheduled
        default: throw reject("lane", "one of webhook, ondemand, scheduled")
        }
        notAfter = nil
        if let text = map["not_after"] {
            guard let seconds = secondsSince1970(rfc3339: text) else {
                throw reject("not_after", "a time as in RFC 3339")
            }
            notAfter = seconds
        }
        replyTo = map["reply_to"]
        if let stream = replyTo {
            let rest = stream.hasPrefix("\(prefix):reply:") ? stream.dropFirst(prefix.utf8.count + 7) : ""
            guard (1...128).contains(rest.utf8.count), rest.utf8.allSatisfy(\.isNameByte) else {
                throw reject("reply_to", "a stream whose name starts with \(prefix):reply:")
            }
        }
        source = map["source"] ?? ""
        guard source.utf8.count <= 64 else { throw reject("source", "longer than 64 bytes") }
        traceParent = map["traceparent"]
        if let text = traceParent, text.utf8.count > 128 || !text.utf8.allSatisfy({ $0.isNameByte }) {
            throw reject("traceparent", "a W3C trace context")
        }
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingSpaces }.filter { !$0.isEmpty }
    }
}

extension InboxRequest.PageName {
    /// `123`, `123@7` or an address.
    init?(_ text: String) {
        if text.hasPrefix("https://") || text.hasPrefix("http://") {
            guard text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else { return nil }
            self = .address(text)
            return
        }
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let id = String(parts.first ?? "")
        guard id.isPlainWord else { return nil }
        guard parts.count == 2 else {
            self = .id(ContentID(id), version: nil)
            return
        }
        guard let version = Int(parts[1]), (1...Int(UInt32.max)).contains(version) else { return nil }
        self = .id(ContentID(id), version: version)
    }
}

extension UInt8 {
    /// `A-Z a-z 0-9 . _ : -`
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
