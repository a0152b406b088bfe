/// A stretch of source in which tags and references mean nothing: comments, processing instructions and their like.
struct SkippedMarkup {
    enum Kind {
        case characterData
        case comment
        case instruction
        case declaration
    }

    let kind: Kind
    let start: Int
    /// Behind the closing mark, or the end of the source where that is missing.
    let end: Int
    let isTerminated: Bool
    /// The text between the marks.
    let content: Range<Int>

    /// Closing marks that a source does not hold any more; looking for them once is enough.
    struct Missing {
        fileprivate var marks: Set<Kind> = []
    }

    /// - Parameter index: where `<` stands.
    static func at(_ index: Int, in source: UnsafeBufferPointer<UInt8>, _ missing: inout Missing) -> SkippedMarkup? {
        guard index + 1 < source.count else { return nil }
        switch source[index + 1] {
        case UInt8(ascii: "?"):
            return until("?>", .instruction, opening: 2, index, source, &missing)
        case UInt8(ascii: "!"):
            if source.hasPrefix("<![CDATA[", at: index) {
                return until("]]>", .characterData, opening: 9, index, source, &missing)
            }
            if source.hasPrefix("<!--", at: index) {
                return until("-->", .comment, opening: 4, index, source, &missing)
            }
            if source.hasPrefix("<!DOCTYPE", at: index) || source.hasPrefix("<!doctype", at: index) {
                return declaration(index, source, &missing)
            }
            return nil
        default: return nil
        }
    }

    private static func until(
        _ mark: StaticString, _ kind: Kind, opening: Int, _ index: Int, _ source: UnsafeBufferPointer<UInt8>,
        _ missing: inout Missing
    ) -> SkippedMarkup {
        let found = missing.marks.contains(kind) ? nil : source.index(of: mark, from: index + opening)
        if found == nil { missing.marks.insert(kind) }
        let end = found.map { $0 + mark.utf8CodeUnitCount } ?? source.count
        return SkippedMarkup(
            kind: kind, start: index, end: end, isTerminated: found != nil,
            content: (index + opening)..<(found ?? source.count))
    }

    /// A document type with its internal subset, which nobody reads.
    private static func declaration(
        _ index: Int, _ source: UnsafeBufferPointer<UInt8>, _ missing: inout Missing
    ) -> SkippedMarkup? {
        if missing.marks.contains(.declaration) { return nil }
        var brackets = 0
        var end = index
        while end < source.count {
            switch source[end] {
            case UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: ">") where brackets <= 0:
                return SkippedMarkup(
                    kind: .declaration, start: index, end: end + 1, isTerminated: true, content: end..<end)
            default: break
            }
            end += 1
        }
        missing.marks.insert(.declaration)
        return nil
    }
}
