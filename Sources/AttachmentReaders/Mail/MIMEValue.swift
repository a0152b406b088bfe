internal import CharacterSets

/// A header value with parameters behind it: `text/plain; charset=utf-8; name*=utf-8''a%20b` (RFC 2045 §5.1, RFC 2231).
struct MIMEValue {
    /// In lower case: `text/plain`, `attachment`.
    let value: String
    private var parameters: [String: [UInt8]] = [:]

    init(_ header: [UInt8]?) {
        let pieces = Self.pieces(header ?? [])
        value = String(decoding: pieces.first ?? [], as: UTF8.self).lowercased().filter { $0 != " " && $0 != "\t" }
        for piece in pieces.dropFirst().prefix(100) {
            guard let equals = piece.firstIndex(of: 0x3D) else { continue }
            let name = String(decoding: piece[..<equals], as: UTF8.self).lowercased().filter { $0 > " " }
            if parameters[name] == nil { parameters[name] = Self.unquoted(piece[(equals + 1)...]) }
        }
    }

    /// A parameter's text, put together from its pieces.
    subscript(_ name: String) -> String? {
        if let plain = parameters[name] { return EncodedWords.decode(plain) }
        if let extended = parameters[name + "*"] { return Self.extended(extended) }
        var bytes: [UInt8] = []
        var isExtended = false
        for index in 0..<100 {
            if let piece = parameters["\(name)*\(index)"] {
                bytes += piece
            } else if let piece = parameters["\(name)*\(index)*"] {
                bytes += piece
                isExtended = true
            } else {
                break
            }
        }
        guard !bytes.isEmpty else { return nil }
        return isExtended ? Self.extended(bytes) : EncodedWords.decode(bytes)
    }

    /// Not decoded: boundaries are compared byte by byte.
    func bytes(_ name: String) -> [UInt8]? { parameters[name] }

    /// `charset'language'percent-encoded`
    private static func extended(_ value: [UInt8]) -> String {
        let parts = value.split(separator: 0x27, maxSplits: 2, omittingEmptySubsequences: false)
        let isWhole = parts.count == 3
        let set = isWhole ? CharacterSet(label: String(decoding: parts[0], as: UTF8.self)) : nil
        let bytes = percentDecoded(isWhole ? parts[2] : value[...])
        return String(decoding: set?.decode(bytes) ?? EncodedWords.readable(bytes), as: UTF8.self)
    }

    private static func percentDecoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let digits = text[index] == 0x25 ? text[(index + 1)...].prefix(2).compactMap(TransferEncoding.hexDigit) : []
            if digits.count == 2 {
                bytes.append(digits[0] << 4 | digits[1])
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        return bytes
    }

    /// Cut at semicolons, but not inside quotes.
    private static func pieces(_ header: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var index = 0
        while index < header.count {
            switch header[index] {
            case 0x22: isQuoted.toggle()
            case 0x5C where isQuoted: index += 1
            case 0x3B where !isQuoted:
                pieces.append(header[start..<index])
                start = index + 1
            default: break
            }
            index += 1
        }
        pieces.append(header[min(start, header.count)...])
        return pieces
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> [UInt8] {
        let trimmed = value.drop { $0 <= 0x20 }
        guard trimmed.first == 0x22 else {
            return Array(trimmed.prefix(trimmed.count - trimmed.reversed().prefix { $0 <= 0x20 }.count))
        }
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in trimmed.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if byte == 0x5C {
                isEscaped = true
                continue
            } else if byte == 0x22 {
                break
            }
            bytes.append(byte)
        }
        return bytes
    }
}
