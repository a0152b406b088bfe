/// Addresses that stand in a text as they are. GitHub links them up to the next space and reads no escapes in them
/// (GFM, section 6.9), so one that would need an escape is written otherwise.
enum WebAddress {
    /// `https://host/path`: goes into `<>`, without the punctuation behind it.
    case full(Range<Int>)
    /// One that `<>` does not take: without a scheme, or with something in it that would be read as a reference. A
    /// backslash before its first dot or colon makes it plain text.
    case broken(mark: Int)

    /// How far back an address is looked for.
    private static let reach = 2_048

    /// - Parameters:
    ///   - index: of a character that may be part of one.
    ///   - start: what stands before it is written already.
    /// - Returns: the address that `index` is inside of.
    init?(in text: UnsafeBufferPointer<UInt8>, around index: Int, from start: Int) {
        guard index >= start else { return nil }
        var first = index
        while first > start, first > index - Self.reach, !Self.ends(text[first - 1]) { first -= 1 }
        for place in first...index {
            if text[place] == UInt8(ascii: ":"), let scheme = Self.scheme(text, first, place) {
                var end = place
                while end < text.count, !Self.ends(text[end]), text[end] != UInt8(ascii: ">") { end += 1 }
                while end > index + 1, Self.isPunctuation(text[end - 1]) { end -= 1 }
                let hasReference = (scheme..<end).contains {
                    text[$0] == 0x26 && Escaper.isReference(text, $0, .unknown)
                }
                self = hasReference ? .broken(mark: place) : .full(scheme..<end)
                return
            }
            if place + 3 < index, Self.isHost(text, place), place == first || !Self.isLetter(text[place - 1]) {
                self = .broken(mark: place + 3)
                return
            }
        }
        return nil
    }

    private static func ends(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x3C || byte == 0x7F }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "!"),
            UInt8(ascii: "?"):
            true
        default: false
        }
    }

    /// Where `http`, `https` or `ftp` stands before the `://` at `colon`.
    private static func scheme(_ text: UnsafeBufferPointer<UInt8>, _ first: Int, _ colon: Int) -> Int? {
        guard colon + 2 < text.count, text[colon + 1] == 0x2F, text[colon + 2] == 0x2F else { return nil }
        var start = colon
        while start > first, isLetter(text[start - 1]) { start -= 1 }
        let name = String(decoding: text[start..<colon], as: UTF8.self).lowercased()
        return name == "http" || name == "https" || name == "ftp" ? start : nil
    }

    private static func isHost(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
        text[place] | 0x20 == UInt8(ascii: "w") && text[place + 1] | 0x20 == UInt8(ascii: "w")
            && text[place + 2] | 0x20 == UInt8(ascii: "w") && text[place + 3] == UInt8(ascii: ".")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }
}
