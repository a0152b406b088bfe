import ConfluenceSimulator

/// A value of a document's metadata, as it was sent.
package indirect enum LH42Value: Sendable, Equatable, Decodable {
    case null
    case bool(Bool)
    case int(Int)
    case string(String)
    case list([LH42Value])
    case object([String: LH42Value])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([LH42Value].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: LH42Value].self))
        }
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var json: JSON {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .string(let value): .string(value)
        case .list(let values): .array(values.map(\.json))
        case .object(let values): .object(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
        }
    }
}
