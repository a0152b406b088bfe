/// Turns a body into XML that needs no entity declarations, no document type and no forbidden character.
struct SourceSanitizer {
    private var output: [UInt8] = []

    static let opening = Array(
        #"<x xmlns:ac="urn:ac" xmlns:ri="urn:ri" xmlns:at="urn:at" xmlns:xlink="urn:xlink" xmlns:o="urn:o" xmlns:w="urn:w">"#
            .utf8)
    static let closing = Array("</x>".utf8)

    /// - Parameter source: valid UTF-8.
    static func sanitize(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var sanitizer = SourceSanitizer()
        sanitizer.output.reserveCapacity(source.count + opening.count + closing.count + source.count / 16)
        sanitizer.output.append(contentsOf: opening)
        sanitizer.run(source)
        sanitizer.output.append(contentsOf: closing)
        return sanitizer.output
    }

    private mutating func run(_ source: UnsafeBufferPointer<UInt8>) {
        var missing = SkippedMarkup.Missing()
        var index = 0
        var copied = 0
        let count = source.count
        while index < count {
            let byte = source[index]
            guard ByteClass.isSpecialInSource(byte) else {
                index += 1
                continue
            }
            if byte == 0xEF {
                guard source.isNoncharacter(at: index) else {
                    index += 1
                    continue
                }
                output.append(contentsOf: source[copied..<index])
                output.append(0x20)
                index += 3
            } else if byte == UInt8(ascii: "<") {
                guard let markup = SkippedMarkup.at(index, in: source, &missing) else {
                    index += 1
                    continue
                }
                output.append(contentsOf: source[copied..<index])
                index = pass(markup, source)
            } else {
                output.append(contentsOf: source[copied..<index])
                index = byte == UInt8(ascii: "&") ? passReference(source, index) : passControl(index)
            }
            copied = index
        }
        output.append(contentsOf: source[copied..<count])
    }

    /// Copies a CDATA section; leaves nothing but its line ends of the rest, so that line numbers stay true.
    private mutating func pass(_ markup: SkippedMarkup, _ source: UnsafeBufferPointer<UInt8>) -> Int {
        if markup.kind == .characterData {
            for byte in source[markup.start..<markup.end] {
                output.append(byte < 0x20 && ByteClass.isSpecialInSource(byte) ? 0x20 : byte)
            }
        } else {
            for byte in source[markup.start..<markup.end] where byte == 0x0A { output.append(byte) }
        }
        return markup.end
    }

    private mutating func passReference(_ source: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        guard let reference = CharacterReference.read(source, at: index) else {
            output.append(contentsOf: [0x26, 0x61, 0x6D, 0x70, 0x3B])
            return index + 1
        }
        if case .characters(let characters) = reference.meaning {
            if characters.count == 1, let byte = characters.first, byte < 0x40 {
                output.append(contentsOf: "&#\(byte);".utf8)
            } else {
                output.append(contentsOf: characters)
            }
        }
        return index + reference.length
    }

    private mutating func passControl(_ index: Int) -> Int {
        output.append(0x20)
        return index + 1
    }
}
