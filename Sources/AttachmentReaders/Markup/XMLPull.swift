/// The names of elements that a reader looks at, spelled as ``XMLNamespace`` shortens them: `w:p`.
protocol XMLTag: RawRepresentable, Equatable where RawValue == String {}

/// One step through a document. Elements that the reader does not know have no tag. A text may come in pieces.
enum XMLEvent<Tag: XMLTag> {
    case start(Tag?)
    case end(Tag?)
    case text
}

/// Gives the events of a document one after the other. Each start has its end, even in a damaged document.
struct XMLPull<Tag: XMLTag> {
    private let queue: XMLQueue
    private var tags: [Tag?] = []
    private var next = 0
    private var isStopped = false
    private var current = XMLRecords.Record(kind: .end, name: 0, first: 0, count: 0)

    /// - Parameter depth: of elements in each other; deeper documents end there.
    init(_ source: any ByteSource, depth: Int, allowsDoctype: Bool = false) {
        queue = XMLQueue(source, depth: depth, allowsDoctype: allowsDoctype)
    }

    /// Known for sure once there are no more events.
    var fault: XMLFault? { queue.fault }

    /// No events come any more: enough was read.
    mutating func stop() { isStopped = true }

    /// - Returns: `nil` at the end.
    mutating func event() -> XMLEvent<Tag>? {
        if isStopped { return nil }
        if next == queue.records.records.count {
            next = 0
            guard queue.refill() else { return nil }
        }
        current = queue.records.records[next]
        next += 1
        switch current.kind {
        case .start: return .start(tag(current.name))
        case .end: return .end(tag(current.name))
        case .text: return .text
        }
    }

    private mutating func tag(_ name: Int32) -> Tag? {
        while tags.count <= Int(name) { tags.append(Tag(rawValue: queue.names.spelled[tags.count])) }
        return tags[Int(name)]
    }

    /// The name of the element last started or ended, shortened; for those that have no tag.
    var name: String { queue.names.spelled[Int(current.name)] }

    // MARK: Attributes of the element last started

    func attribute(_ name: String) -> String? {
        guard let place = place(name) else { return nil }
        let first = Int(place.first)
        return queue.records.bytes.withUnsafeBufferPointer {
            String(decoding: $0[first..<first + Int(place.count)], as: UTF8.self)
        }
    }

    func withAttribute<Result>(_ name: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard let place = place(name) else { return nil }
        return queue.records.bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(place.first)..<Int(place.first) + Int(place.count)]))
        }
    }

    /// - Returns: `nil` when it is not there, or is no number that fits.
    func integer(_ name: String) -> Int? { withAttribute(name) { Self.integer($0) } ?? nil }

    private static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard text.count < 10, !text.isEmpty, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return Int(String(decoding: text, as: UTF8.self))
        }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// ECMA-376 part 1, 22.9.2.7: `1`, `true`, `on` and their opposites.
    /// - Returns: `nil` when it is not there, or is neither.
    func flag(_ name: String) -> Bool? {
        switch attribute(name) {
        case "1", "true", "on": true
        case "0", "false", "off": false
        default: nil
        }
    }

    private func place(_ name: String) -> XMLRecords.Attribute? {
        guard current.kind == .start else { return nil }
        for index in Int(current.first)..<Int(current.first) + Int(current.count) {
            let attribute = queue.records.attributes[index]
            if queue.names.spelled[Int(attribute.name)] == name { return attribute }
        }
        return nil
    }

    // MARK: Text

    /// The text just come to. The pointer is good until the closure returns.
    func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        queue.records.bytes.withUnsafeBufferPointer {
            let first = Int(current.first)
            return body(UnsafeBufferPointer(rebasing: $0[first..<first + Int(current.count)]))
        }
    }

    /// All text up to the end of the element just started, that of elements inside included.
    mutating func allText(limit: Int) -> String {
        var bytes: [UInt8] = []
        var depth = 1
        while depth > 0, let event = event() {
            switch event {
            case .start: depth += 1
            case .end: depth -= 1
            case .text: withText { bytes.append(contentsOf: $0.prefix(max(0, limit - bytes.count))) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Passes over the rest of the element just started.
    mutating func skip() {
        var depth = 1
        while depth > 0, let event = event() {
            switch event {
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
    }
}
