/// Metadata as it comes back. Values of kinds that we never write are left out.
struct LH42Metadata: Decodable {
    private(set) var values: [String: MetadataValue] = [:]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            if let text = try? container.decode(String.self, forKey: key) {
                values[key.stringValue] = .string(text)
            } else if let flag = try? container.decode(Bool.self, forKey: key) {
                values[key.stringValue] = .boolean(flag)
            } else if let number = try? container.decode(Int.self, forKey: key) {
                values[key.stringValue] = .integer(number)
            } else if let list = try? container.decode([String].self, forKey: key) {
                values[key.stringValue] = .strings(list)
            } else if key.stringValue == "custom", let inner = try? container.decode(Self.self, forKey: key) {
                // The SDK's own metadata type keeps what it does not know in there.
                values.merge(inner.values) { outer, _ in outer }
            }
        }
    }
}
