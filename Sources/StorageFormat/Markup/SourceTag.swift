/// A start or end tag as it stands in a source that need not be well-formed.
struct SourceTag {
    let name: Range<Int>
    let isEnd: Bool
    let isEmpty: Bool
    /// Behind `>`.
    let end: Int

    /// Attributes beyond these are not even looked at.
    private static let attributeLimit = 1_024

    /// - Parameter attributes: emptied, then filled.
    /// - Returns: `nil` when no tag starts at `index`: then `<` is a character like any other.
    static func at(
        _ index: Int, in source: UnsafeBufferPointer<UInt8>, _ attributes: inout [SourceAttribute]
    ) -> SourceTag? {
        attributes.removeAll(keepingCapacity: true)
        var cursor = index + 1
        let isEnd = cursor < source.count && source[cursor] == UInt8(ascii: "/")
        if isEnd { cursor += 1 }
        let start = cursor
        guard cursor < source.count, ByteClass.isNameStart(source[cursor]), source[cursor] < 0x80 else { return nil }
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let name = start..<cursor
        while cursor < source.count {
            switch source[cursor] {
            case UInt8(ascii: ">"):
                let isEmpty = source[cursor - 1] == UInt8(ascii: "/")
                return SourceTag(name: name, isEnd: isEnd, isEmpty: isEmpty, end: cursor + 1)
            case UInt8(ascii: "<"):
                return nil
            case let byte where ByteClass.isNameStart(byte):
                if let attribute = SourceAttribute.tolerant(source, &cursor), attributes.count < attributeLimit {
                    attributes.append(attribute)
                }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                cursor = SourceAttribute.closingQuote(source, cursor)
            default:
                cursor += 1
            }
        }
        return nil
    }
}
