/// Reads anything as markup: whatever is not a tag is text, and missing or surplus ends are made good as HTML does.
struct TolerantScanner {
    private var builder: MarkupBuilder
    private let source: UnsafeBufferPointer<UInt8>
    private var open = OpenElements()
    private var index = 0
    private var missing = SkippedMarkup.Missing()

    static func parse(_ source: UnsafeBufferPointer<UInt8>, into builder: MarkupBuilder) -> MarkupBuilder {
        var scanner = TolerantScanner(builder: builder, source: source)
        scanner.run()
        return scanner.builder
    }

    private init(builder: MarkupBuilder, source: UnsafeBufferPointer<UInt8>) {
        self.builder = builder
        self.source = source
    }

    private mutating func run() {
        while index < source.count {
            if source[index] == UInt8(ascii: "<") {
                if let skipped = SkippedMarkup.at(index, in: source, &missing) {
                    pass(skipped)
                    continue
                }
                if let tag = SourceTag.at(index, in: source) {
                    index = tag.end
                    if tag.isEnd { close(tag.name) } else { start(tag) }
                    continue
                }
            }
            passText()
        }
    }

    private mutating func pass(_ skipped: SkippedMarkup) {
        if skipped.kind == .characterData {
            builder.text(UnsafeBufferPointer(rebasing: source[skipped.content]))
        } else if !skipped.isTerminated {
            // What stands behind an unfinished comment is read as if the comment were not there.
            index += skipped.content.lowerBound - skipped.start
            return
        }
        index = skipped.end
    }

    private mutating func passText() {
        var end = index + 1
        while end < source.count, source[end] != UInt8(ascii: "<") { end += 1 }
        let text = SourceText.decoded(UnsafeBufferPointer(rebasing: source[index..<end]))
        text.withUnsafeBufferPointer { builder.text($0) }
        index = end
    }

    private mutating func start(_ tag: SourceTag) {
        let name = ElementName.named(tag.name)
        for _ in 0..<open.impliedEnds(before: name) { end() }
        if builder.start(name) {
            for (attributeName, range) in tag.attributes {
                guard let attribute = AttributeName.named(attributeName) else { continue }
                let value = SourceText.decoded(UnsafeBufferPointer(rebasing: source[range]))
                value.withUnsafeBufferPointer { builder.attribute(attribute, value: $0) }
            }
        }
        if tag.isEmpty || name.isVoid {
            builder.end()
            return
        }
        open.push(name, tag.name)
        if name == .script || name == .style { passRawText(until: tag.name) }
    }

    /// In scripts and styles only their own end tag is markup.
    private mutating func passRawText(until name: String) {
        var end = index
        while let found = source.index(of: "</", from: end) {
            if let tag = SourceTag.at(found, in: source), tag.name == name {
                index = found
                return
            }
            end = found + 2
        }
        index = source.count
    }

    private mutating func close(_ name: String) {
        for _ in 0..<open.ends(for: name) { end() }
    }

    private mutating func end() {
        open.pop()
        builder.end()
    }
}
