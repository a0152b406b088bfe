extension CharacterSet {
    /// The text as UTF-8; what is malformed becomes U+FFFD. A byte order mark is left out.
    package func decode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        guard self != .utf8 else { return Self.repaired(bytes) }
        return CharacterSetDecoder(self)?.decode(bytes) ?? Self.repaired(bytes)
    }

    package func decode(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { decode($0) }
    }

    package func text(of bytes: [UInt8]) -> String {
        String(decoding: decode(bytes), as: UTF8.self)
    }

    private static func repaired(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[(marked ? 3 : 0)...])
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
}
