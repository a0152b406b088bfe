extension HTTPURL {
    /// Host and port of `host[:port]`; user information is refused, since it would hide a password in an address.
    static func authority(_ text: Substring) throws(HTTPError) -> (host: String, port: Int?) {
        guard !text.contains("@") else {
            throw HTTPError(.badURL, "an address must not contain a user name or password")
        }
        var host = text
        var port: Int?
        let afterBracket = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[afterBracket...].lastIndex(of: ":") {
            host = text[..<colon]
            let digits = text[text.index(after: colon)...]
            if !digits.isEmpty {
                guard let number = UInt16(digits), number > 0 else {
                    throw HTTPError(.badURL, "the port in the address is not a number from 1 to 65535")
                }
                port = Int(number)
            }
        }
        let allowed = host.utf8.allSatisfy { byte in
            byte > 0x7F || byte.isLetterOrDigit || "-._~[]:%".utf8.contains(byte)
        }
        guard !host.isEmpty, allowed else {
            throw HTTPError(.badURL, "the address has no valid host name")
        }
        return (host.lowercased(), port)
    }

    /// Path and query, with characters that do not belong there encoded and the fragment dropped.
    static func target(_ text: Substring) throws(HTTPError) -> (path: String, query: String?) {
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw HTTPError(.badURL, "the address contains control characters")
        }
        let visible = text.prefix { $0 != "#" }
        guard let mark = visible.firstIndex(of: "?") else { return (encodeStray(visible), nil) }
        return (encodeStray(visible[..<mark]), encodeStray(visible[visible.index(after: mark)...]))
    }

    /// Encodes what may stand in no address (spaces, controls, quotes, non-ASCII) and leaves the rest, `%` included.
    static func encodeStray(_ text: some StringProtocol) -> String {
        let stray: (UInt8) -> Bool = { $0 <= 0x20 || $0 >= 0x7F || "\"<>\\^`{|}#".utf8.contains($0) }
        guard text.utf8.contains(where: stray) else { return String(text) }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if stray(byte) { bytes.append(percentOf: byte) } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Everything but RFC 3986's unreserved characters as `%XX`.
package func percentEncoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
            bytes.append(byte)
        } else {
            bytes.append(percentOf: byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        (self >= 0x30 && self <= 0x39) || (asciiLowercased >= 0x61 && asciiLowercased <= 0x7A)
    }
}

extension [UInt8] {
    fileprivate mutating func append(percentOf byte: UInt8) {
        let digits = Array("0123456789ABCDEF".utf8)
        append(contentsOf: [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
}

extension StringProtocol {
    var trimmingASCIISpace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
