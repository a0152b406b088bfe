/// The source of a diagram as PlantUML for Cloud stores it: percent-encoded, deflated, in Base64.
enum PackedDiagram {
    static let limit = 1 << 20

    /// - Returns: `nil` when it is not packed in this way or is larger than ``limit``.
    static func unpack(_ data: String) -> String? {
        guard let packed = decodeBase64(data.percentDecoded) else { return nil }
        guard var inflater = Inflate(packed), let bytes = inflater.run(limit: limit) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.percentDecoded
    }

    static func decodeBase64(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x47
            case 0x30...0x39: value = byte + 4
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            case 0x3D, 0x0A, 0x0D, 0x20: continue
            default: return nil
            }
            bits = (bits << 6 | UInt32(value)) & 0xFF_FFFF
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes.isEmpty ? nil : bytes
    }
}
