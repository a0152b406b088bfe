/// Which collection of LH42 the documents go to.
package enum LH42Collection: Sendable, Hashable {
    /// None is named: LH42 puts them where it puts everything.
    case none
    case id(String)
    /// Looked up by its name, made when it is missing.
    case named(String)
    /// One for each space, named after connector and space key.
    case perSpace

    /// - Parameter setting: empty, an id, `name:NAME` or `space`.
    /// - Returns: `nil` when the name or the id is none.
    package init?(setting: String) {
        switch setting {
        case "": self = .none
        case "space": self = .perSpace
        case let text where text.hasPrefix("name:"):
            let name = String(text.dropFirst("name:".count).trimmed)
            if name.isEmpty { return nil }
            self = .named(name)
        default:
            guard LH42ID.isUsable(setting) else { return nil }
            self = .id(setting)
        }
    }

    /// As it is set, for the fingerprint.
    var setting: String {
        switch self {
        case .none: ""
        case .id(let id): id
        case .named(let name): "name:\(name)"
        case .perSpace: "space"
        }
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: SubSequence {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let last = self[start...].lastIndex { !$0.isWhitespace }
        return self[start..<(last.map { index(after: $0) } ?? start)]
    }
}
