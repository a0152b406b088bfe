/// Addresses and tooltips between a link's parentheses.
enum DestinationText {
    static func append(_ address: String, isInTable: Bool, to output: inout [UInt8]) {
        var address = address
        address.withUTF8 { bytes in
            for (index, byte) in bytes.enumerated() {
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
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "`"):
                output.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "|") where isInTable: output.append(UInt8(ascii: "\\"))
            default: break
            }
            output.append(byte < 0x20 ? 0x20 : byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
