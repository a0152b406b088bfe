internal import ContentTree

/// Addresses that GitHub links without any mark around them, and that hold nothing to be escaped.
enum BareAddress {
    /// GFM, section 6.9 (autolinks extension), on the safe side.
    static func isSafe(_ address: String) -> Bool {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else { return false }
        var last: UInt8 = 0
        for byte in address.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
            case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "="),
                UInt8(ascii: "%"),
                UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "@"),
                UInt8(ascii: "&"):
                break
            default: return false
            }
            last = byte
        }
        switch last {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "/"): return true
        default: return false
        }
    }
}

extension Link {
    /// Whether the text is the address and nothing else.
    func isItsAddress(_ address: String) -> Bool {
        guard title == nil, content.count == 1, content[0].style.isEmpty, case .text(let text) = content[0].content
        else { return false }
        return text == address
    }
}
