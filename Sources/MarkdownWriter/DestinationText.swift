/// Addresses and tooltips between a link's parentheses.
enum DestinationText {
    static func append(_ address: String, isInTable: Bool, to output: inout [UInt8]) {
        var address = address
        address.withUTF8 { bytes in
            var copied = 0
            for (index, byte) in bytes.enumerated() {
                guard needsCare(byte) else { continue }
                output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                copied = index + 1
                switch byte {
                case 0...0x20, 0x7F, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"),
                    UInt8(ascii: "\\"),
                    UInt8(ascii: "`"):
                    appendEncoded(byte, to: &output)
                case UInt8(ascii: "|") where isInTable: appendEncoded(byte, to: &output)
                case UInt8(ascii: "&") where Escaper.isReference(bytes, index): output += [UInt8(ascii: "\\"), byte]
                default: output.append(byte)
                }
            }
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
    }

    private static func needsCare(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x26, 0x28, 0x29, 0x3C, 0x3E, 0x5C, 0x60, 0x7C, 0x7F: true
        default: false
        }
    }

    private static func appendEncoded(_ byte: UInt8, to output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    static func append(title: String, isInTable: Bool, to output: inout [UInt8]) {
        output.append(contentsOf: " \"".utf8)
        for byte in title.utf8 {
            switch byte {
            // Before a quotation mark some readers take an escaped backslash for one that escapes the mark.
            case UInt8(ascii: "\\"):
                output.append(contentsOf: "&#92;".utf8)
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "&"), UInt8(ascii: "`"):
                output.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "|") where isInTable: output.append(UInt8(ascii: "\\"))
            default: break
            }
            output.append(byte < 0x20 ? 0x20 : byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
