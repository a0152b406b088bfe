/// A JSON document as values. Reading is forgiving: what is missing or of another type reads as absent.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Hashable, Sendable {
        var name: String
        var value: JSON
    }

    /// The member of that name, or `null`.
    subscript(name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    /// A string that is not empty, or a number as written: ids come both ways.
    var text: String? {
        switch self {
        case .string(let text) where !text.isEmpty: text
        case .number(let digits): digits
        default: nil
        }
    }

    /// A string, empty or not.
    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var int: Int? {
        switch self {
        case .number(let digits), .string(let digits): Int(digits)
        default: nil
        }
    }

    var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements; none when this is no array.
    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    var isArray: Bool {
        if case .array = self { true } else { false }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
