@_spi(_Unicode) internal import Swift

/// One line that is more than printable ASCII.
enum LineCleaner {
    static func clean(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(line.count)
        var mayCompose = false
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x7F {
                if scalar.value >= 0x20 || scalar.value == 0x09 { output.append(UInt8(scalar.value)) }
            } else if !isDropped(scalar.value) {
                mayCompose = mayCompose || !isComposed(scalar.value)
                if let plain = CompatibilityForms.plain(scalar.value) {
                    output.append(contentsOf: plain)
                } else {
                    output.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
                }
            }
        }
        guard mayCompose else { return output }
        var composed = String.UnicodeScalarView()
        composed.append(contentsOf: String(decoding: output, as: UTF8.self)._nfc)
        return Array(String(composed).utf8)
    }

    /// Nothing to be seen: DEL, soft hyphen, marks of direction, byte order mark, private use.
    private static func isDropped(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x7F, 0xAD, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        case 0xE000...0xF8FF, 0xF0000...: true
        default: false
        }
    }

    /// Letters that are their own composed form and never join the one before: most of what files hold.
    private static func isComposed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x80...0x2FF, 0x38E...0x482, 0x5D0...0x5EA, 0x2010...0x2027, 0x3400...0x9FFF, 0xAC00...0xD7A3: true
        case 0x3001...0x3098, 0x309D...0x30FF, 0xFF00...0xFFEF: true
        default: false
        }
    }
}
