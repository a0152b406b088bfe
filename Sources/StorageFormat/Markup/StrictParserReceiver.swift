internal import CLibXML2

/// The Swift end of libxml2's callbacks. Lives as long as one call of ``StrictParser/parse(_:into:)``.
final class StrictParserReceiver {
    private struct NameKey: Hashable {
        let local: UnsafePointer<UInt8>
        let prefix: UnsafePointer<UInt8>?
    }

    // Called back by one parse on one thread; the checks at run time cost more than the parse itself.
    @exclusivity(unchecked) var builder: MarkupBuilder
    @exclusivity(unchecked) private var isInsideRoot = false
    /// libxml2 interns names, so within one parse an address stands for a name.
    @exclusivity(unchecked) private var elements: [NameKey: ElementName] = [:]
    @exclusivity(unchecked) private var attributes: [NameKey: AttributeName?] = [:]

    init(builder: MarkupBuilder) {
        self.builder = builder
        self.builder.keepsReferences = true
    }

    private static func receiver(_ user: UnsafeMutableRawPointer?) -> StrictParserReceiver? {
        user.map { Unmanaged<StrictParserReceiver>.fromOpaque($0).takeUnretainedValue() }
    }

    static let startElement: startElementNsSAX2Func = { user, local, prefix, _, _, _, count, _, values in
        guard let receiver = receiver(user), let local else { return }
        receiver.start(local, prefix, Int(count), values)
    }

    static let endElement: endElementNsSAX2Func = { user, _, _, _ in
        receiver(user)?.builder.end()
    }

    static let characters: charactersSAXFunc = { user, text, count in
        guard let receiver = receiver(user), let text, count > 0 else { return }
        receiver.builder.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    private func start(
        _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ count: Int,
        _ values: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        guard isInsideRoot else {
            // The wrapper: its builder node is the root that exists already.
            isInsideRoot = true
            _ = builder.start(.root)
            return
        }
        guard builder.start(element(NameKey(local: local, prefix: prefix))), let values else { return }
        for index in 0..<count {
            // Five pointers an attribute: local name, prefix, URI, start and end of the value.
            guard let name = values[index * 5], let start = values[index * 5 + 3], let end = values[index * 5 + 4],
                let attribute = attribute(NameKey(local: name, prefix: values[index * 5 + 1]))
            else { continue }
            builder.attribute(attribute, value: UnsafeBufferPointer(start: start, count: end - start))
        }
    }

    private func element(_ key: NameKey) -> ElementName {
        if let known = elements[key] { return known }
        let name = ElementName.named(Self.qualified(key))
        elements[key] = name
        return name
    }

    private func attribute(_ key: NameKey) -> AttributeName? {
        if let known = attributes[key] { return known }
        let name = AttributeName.named(Self.qualified(key))
        attributes[key] = .some(name)
        return name
    }

    private static func qualified(_ key: NameKey) -> String {
        let local = String(cString: key.local)
        return key.prefix.map { String(cString: $0) + ":" + local } ?? local
    }
}
