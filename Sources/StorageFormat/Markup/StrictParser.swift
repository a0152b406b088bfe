/// Reads well-formed markup: every element ended in its turn, every value quoted, no attribute twice
/// (XML 1.0, section 2.1, as far as it decides what belongs to what).
///
/// More forgiving than XML where nothing is lost by it: any reference, any root or none, comments of any kind, document
/// types anywhere, which are not read.
struct StrictParser {
    struct Failure: Error {
        let offset: Int
        let message: String
    }

    private struct Open {
        let name: Range<Int>
        /// Declarations of namespaces that were in force outside.
        let bindings: Int
    }

    private let source: UnsafeBufferPointer<UInt8>
    private var builder: MarkupBuilder
    private var index = 0
    private var open: [Open] = []
    private var attributes: [SourceAttribute] = []
    private var names = NameReader()
    private var missing = SkippedMarkup.Missing()

    /// Attributes of one element, and namespaces declared around it, beyond which it is not read strictly.
    private static let attributeLimit = 64
    private static let bindingLimit = 256

    static func parse(
        _ source: UnsafeBufferPointer<UInt8>, into builder: MarkupBuilder
    ) throws(Failure) -> (builder: MarkupBuilder, estranged: Set<String>) {
        var parser = StrictParser(source: source, builder: builder)
        try parser.run()
        return (parser.builder, parser.names.namespaces.estranged)
    }

    private init(source: UnsafeBufferPointer<UInt8>, builder: MarkupBuilder) {
        self.source = source
        self.builder = builder
    }

    private mutating func run() throws(Failure) {
        while index < source.count {
            if source[index] == UInt8(ascii: "<") {
                try passMarkup()
            } else {
                passText()
            }
        }
        if let last = open.last { throw Failure(offset: index, message: "\(text(last.name)) is not ended") }
    }

    private mutating func passText() {
        let start = index
        var isPlain = true
        while index < source.count {
            let byte = source[index]
            if byte > UInt8(ascii: "<"), byte != 0xEF {
                index += 1
                continue
            }
            if byte == UInt8(ascii: "<") { break }
            if byte == UInt8(ascii: "&") || SourceText.mayBeForbidden(byte) { isPlain = false }
            index += 1
        }
        builder.text(isPlain ? start..<index : builder.decoded(source, start..<index))
    }

    private mutating func passMarkup() throws(Failure) {
        guard index + 1 < source.count else { throw Failure(offset: index, message: "a lone <") }
        switch source[index + 1] {
        case UInt8(ascii: "/"): try passEnd()
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
            guard let skipped = SkippedMarkup.at(index, in: source, &missing), skipped.isTerminated else {
                throw Failure(offset: index, message: "unfinished markup")
            }
            if skipped.kind == .characterData {
                builder.text(builder.decoded(source, skipped.content, references: false))
            }
            index = skipped.end
        default: try passStart()
        }
    }

    private mutating func passEnd() throws(Failure) {
        let start = index + 2
        var end = start
        while end < source.count, ByteClass.isName(source[end]) { end += 1 }
        var close = end
        while close < source.count, ByteClass.isSpace(source[close]) { close += 1 }
        guard close < source.count, source[close] == UInt8(ascii: ">"), let last = open.last,
            isEqual(last.name, start..<end)
        else { throw Failure(offset: index, message: "unexpected end of \(text(start..<end))") }
        open.removeLast()
        names.namespaces.drop(to: last.bindings)
        builder.end()
        index = close + 1
    }

    private mutating func passStart() throws(Failure) {
        let start = index + 1
        guard ByteClass.isNameStart(source[start]) else { throw Failure(offset: index, message: "a lone <") }
        var cursor = start + 1
        while cursor < source.count, ByteClass.isName(source[cursor]) { cursor += 1 }
        let name = start..<cursor
        let bindings = names.namespaces.count
        attributes.removeAll(keepingCapacity: true)
        while true {
            let gap = cursor
            while cursor < source.count, ByteClass.isSpace(source[cursor]) { cursor += 1 }
            guard cursor < source.count else { throw Failure(offset: index, message: "unfinished tag") }
            let byte = source[cursor]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
            guard cursor > gap, let attribute = SourceAttribute.strict(source, &cursor), isNew(attribute),
                attributes.count < Self.attributeLimit
            else { throw Failure(offset: cursor, message: "malformed attribute of \(text(name))") }
            attributes.append(attribute)
        }
        let isEmpty = source[cursor] == UInt8(ascii: "/")
        if isEmpty { cursor += 1 }
        guard cursor < source.count, source[cursor] == UInt8(ascii: ">") else {
            throw Failure(offset: cursor, message: "unfinished tag")
        }
        guard bindings < Self.bindingLimit else { throw Failure(offset: index, message: "too many namespaces") }
        index = cursor + 1
        begin(name)
        if isEmpty {
            builder.end()
            names.namespaces.drop(to: bindings)
        } else {
            open.append(Open(name: name, bindings: bindings))
        }
    }

    private mutating func begin(_ name: Range<Int>) {
        names.declare(attributes, source)
        guard builder.start(names.element(source, name)) else { return }
        for attribute in attributes {
            guard let known = names.attribute(source, attribute.name) else { continue }
            builder.attribute(known, value: builder.decoded(source, attribute.value))
        }
    }

    private func isNew(_ attribute: SourceAttribute) -> Bool {
        for other in attributes where isEqual(other.name, attribute.name) { return false }
        return true
    }

    private func isEqual(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<one.count where source[one.lowerBound + offset] != source[other.lowerBound + offset] {
            return false
        }
        return true
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: source[range].prefix(80), as: UTF8.self) }
}
