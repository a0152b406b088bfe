/// Tells which element or attribute a name means, prefixes understood.
struct NameReader {
    var namespaces = Namespaces()
    private let elements = ElementName.byName
    private let attributes = AttributeName.byName

    /// Takes the declarations of namespaces among the attributes of an element that is about to start.
    mutating func declare(_ found: [SourceAttribute], _ source: UnsafeBufferPointer<UInt8>) {
        for attribute in found
        where attribute.name.count >= 5 && source.hasPrefix("xmlns", at: attribute.name.lowerBound) {
            let rest = attribute.name.dropFirst(5)
            guard rest.isEmpty || source[rest.lowerBound] == UInt8(ascii: ":") else { continue }
            namespaces.declare(
                UnsafeBufferPointer(rebasing: source[rest.dropFirst()]),
                address: UnsafeBufferPointer(rebasing: source[attribute.value]))
        }
    }

    func element(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> ElementName {
        let name = UnsafeBufferPointer(rebasing: source[range])
        guard !namespaces.isEmpty else { return elements.insensitive(name) ?? .other }
        return translated(name, isElement: true) { elements.insensitive($0) } ?? .other
    }

    func attribute(_ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> AttributeName? {
        let name = UnsafeBufferPointer(rebasing: source[range])
        guard !namespaces.isEmpty else { return attributes.insensitive(name) }
        return translated(name, isElement: false) { attributes.insensitive($0) }
    }

    /// Looks a name up under the prefix that Confluence itself would use.
    private func translated<Name>(
        _ name: UnsafeBufferPointer<UInt8>, isElement: Bool, _ look: (UnsafeBufferPointer<UInt8>) -> Name?
    ) -> Name? {
        let colon = name.firstIndex(of: UInt8(ascii: ":"))
        // Attributes without a prefix belong to their element, whatever the default namespace is.
        if colon == nil, !isElement { return look(name) }
        let prefix = UnsafeBufferPointer(rebasing: name[..<(colon ?? 0)])
        let local = UnsafeBufferPointer(rebasing: name[(colon.map { $0 + 1 } ?? 0)...])
        let usual: String
        switch namespaces.meaning(of: prefix) {
        case nil: return look(name)
        case .foreign: return nil
        case .plain: return look(local)
        case .ac: usual = "ac:"
        case .ri: usual = "ri:"
        case .at: usual = "at:"
        }
        return (Array(usual.utf8) + local).withUnsafeBufferPointer(look)
    }
}
