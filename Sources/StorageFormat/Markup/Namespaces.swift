/// What the prefixes of a document stand for ("Namespaces in XML 1.0", sections 3 to 5).
///
/// Bodies that Confluence hands out declare no prefix: there `ac`, `ri` and `at` are Confluence's. Documents written by
/// hand or by other programs may bind any prefix, and then the address it is bound to counts and not its spelling.
struct Namespaces {
    enum Meaning {
        case plain
        case ac
        case ri
        case at
        /// Nobody's: elements of it mean nothing, and their text is text.
        case foreign
    }

    private struct Binding {
        let prefix: [UInt8]
        let meaning: Meaning
    }

    private static let estrangedLimit = 16
    private var bindings: [Binding] = []
    /// Confluence's prefixes that were bound to something else, with what it is; the first few.
    private(set) var estranged: Set<String> = []

    /// Declarations in force; those of an element are dropped at its end.
    var count: Int { bindings.count }
    var isEmpty: Bool { bindings.isEmpty }

    mutating func declare(_ prefix: UnsafeBufferPointer<UInt8>, address: UnsafeBufferPointer<UInt8>) {
        let name = Array(prefix)
        let meaning = Self.meaning(of: String(decoding: address, as: UTF8.self), isDefault: name.isEmpty)
        let spelling = String(decoding: name, as: UTF8.self)
        if meaning == .foreign, ["ac", "ri", "at"].contains(spelling), estranged.count < Self.estrangedLimit {
            estranged.insert("\(spelling)=\(String(decoding: address.prefix(80), as: UTF8.self))")
        }
        bindings.append(Binding(prefix: name, meaning: meaning))
    }

    mutating func drop(to count: Int) { bindings.removeLast(bindings.count - count) }

    /// - Returns: `nil` when the prefix is not declared.
    func meaning(of prefix: UnsafeBufferPointer<UInt8>) -> Meaning? {
        bindings.last { $0.prefix.elementsEqual(prefix) }?.meaning
    }

    /// Confluence names its namespaces by addresses that end in the usual prefix
    /// (`http://www.atlassian.com/schema/confluence/4/ac/`), and so do the stand-ins that other programs make up.
    private static func meaning(of address: String, isDefault: Bool) -> Meaning {
        switch address.split(whereSeparator: { $0 == "/" || $0 == ":" || $0 == "#" }).last {
        case "ac": return .ac
        case "ri": return .ri
        case "at": return .at
        case "xhtml": return .plain
        default: return isDefault ? .plain : .foreign
        }
    }
}
