/// Addresses that a reader of the text can use.
package enum WebAddress {
    /// The address, if it leads somewhere by itself: http, https or mailto, at most 2,048 bytes.
    package static func readable(_ address: String?) -> String? {
        guard let address, address.utf8.count <= 2_048 else { return nil }
        let trimmed = address.utf8.drop { $0 <= 0x20 }
        let bytes = trimmed.prefix(trimmed.count - trimmed.reversed().prefix { $0 <= 0x20 }.count).filter {
            $0 != 0x0A && $0 != 0x0D && $0 != 0x09
        }
        let start = String(decoding: bytes.prefix(8).map { $0 | 0x20 }, as: UTF8.self)
        let schemes = ["http://", "https://", "mailto:"].map {
            String(decoding: $0.utf8.map { $0 | 0x20 }, as: UTF8.self)
        }
        guard schemes.contains(where: { start.hasPrefix($0) && bytes.count > $0.utf8.count }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
