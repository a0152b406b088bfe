/// Rich text as Outlook packs it (Microsoft, "[MS-OXRTFCP]").
enum CompressedRTF {
    /// What the dictionary holds at the start.
    private static let preset = Array(
        ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
            + "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
            + "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx").utf8)
    private static let size = 4_096

    /// - Returns: what could be unpacked, up to the limit; `nil` when it is something else.
    static func decompress(_ packed: [UInt8], limit: Int) -> [UInt8]? {
        let rawSize = min(packed.uint32(at: 4), limit)
        switch packed.uint32(at: 8) {
        case 0x414C_454D: return packed.slice(16, rawSize)
        case 0x7546_5A4C: return unpack(packed, rawSize)
        default: return nil
        }
    }

    private static func unpack(_ packed: [UInt8], _ rawSize: Int) -> [UInt8] {
        var dictionary = preset + [UInt8](repeating: 0x20, count: size - preset.count)
        var place = preset.count
        var text: [UInt8] = []
        var offset = 16
        while offset < packed.count, text.count < rawSize {
            let flags = packed[offset]
            offset += 1
            for bit in 0..<8 where offset < packed.count && text.count < rawSize {
                if flags & 1 << bit == 0 {
                    text.append(packed[offset])
                    dictionary[place] = packed[offset]
                    place = (place + 1) % size
                    offset += 1
                    continue
                }
                let reference = packed.uint8(at: offset) << 8 | packed.uint8(at: offset + 1)
                offset += 2
                var source = reference >> 4
                // A reference to the place that is written next is the end.
                if source == place { return text }
                for _ in 0..<(reference & 0xF) + 2 {
                    let byte = dictionary[source % size]
                    text.append(byte)
                    dictionary[place] = byte
                    place = (place + 1) % size
                    source += 1
                }
            }
        }
        return text
    }
}
