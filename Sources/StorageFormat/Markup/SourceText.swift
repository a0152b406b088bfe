/// Text outside of tags and CDATA, as the tolerant scanner reads it.
enum SourceText {
    /// Replaces references by their characters and forbidden characters by spaces.
    static func decoded(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: "&"), let reference = CharacterReference.read(source, at: index) {
                if case .characters(let characters) = reference.meaning { output.append(contentsOf: characters) }
                index += reference.length
            } else if source.isNoncharacter(at: index) {
                output.append(0x20)
                index += 3
            } else {
                output.append(byte < 0x20 && ByteClass.isSpecialInSource(byte) ? 0x20 : byte)
                index += 1
            }
        }
        return output
    }
}
