internal import CLibXML2

/// Takes the words out of markup without minding what the tags mean.
enum TagStripper {
    /// - Parameter markup: it starts inside a tag.
    static func strip(_ markup: UnsafeBufferPointer<UInt8>, into builder: HTMLBuilder) {
        var index = end(of: markup, 0)
        while index < markup.count, !builder.isTooLong {
            switch markup[index] {
            case UInt8(ascii: "<"):
                builder.rest([0x20])
                index = end(of: markup, index)
            case UInt8(ascii: "&"):
                let (text, next) = reference(markup, index)
                builder.rest(text)
                index = next
            default:
                let start = index
                while index < markup.count, markup[index] != 0x3C, markup[index] != 0x26 { index += 1 }
                builder.rest(Array(markup[start..<index]))
            }
        }
    }

    /// Behind the tag that starts here; scripts and styles are skipped whole.
    private static func end(of markup: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let name = markup[start...].prefix(7).map { $0 | 0x20 }
        var index = start
        while index < markup.count, markup[index] != 0x3E { index += 1 }
        index = min(markup.count, index + 1)
        guard name.starts(with: "<script".utf8) || name.starts(with: "<style".utf8) else { return index }
        let last = Array(name[1..<3])
        while index + 3 < markup.count {
            if markup[index] == 0x3C, markup[index + 1] == 0x2F, markup[index + 2] | 0x20 == last[0],
                markup[index + 3] | 0x20 == last[1]
            {
                return index
            }
            index += 1
        }
        return markup.count
    }

    private static func reference(_ markup: UnsafeBufferPointer<UInt8>, _ start: Int) -> ([UInt8], Int) {
        let rest = markup[(start + 1)...].prefix(32)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")), end > start + 1 else { return ([0x26], start + 1) }
        let name = String(decoding: markup[(start + 1)..<end], as: UTF8.self)
        let number: UInt32?
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            number = UInt32(name.dropFirst(2), radix: 16)
        } else if name.hasPrefix("#") {
            number = UInt32(name.dropFirst())
        } else {
            number = htmlEntityLookup(name).map { $0.pointee.value }
        }
        guard let scalar = number.flatMap(Unicode.Scalar.init) else { return ([0x26], start + 1) }
        return (Array(String(scalar).utf8), end + 1)
    }
}
