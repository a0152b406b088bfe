/// Reads anything as markup: whatever is not a tag is text, and missing or surplus ends are made good as HTML does.
struct TolerantScanner {
    private var builder: MarkupBuilder
    private let source: UnsafeBufferPointer<UInt8>
    private var open = OpenElements()
    private var index = 0
    private var attributes: [SourceAttribute] = []
    private let names = NameReader()
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
                if let tag = SourceTag.at(index, in: source, &attributes) {
                    index = tag.end
                    if tag.isEnd { close(tag) } else { start(tag) }
                    continue
                }
            }
            passText()
        }
    }

    private mutating func pass(_ skipped: SkippedMarkup) {
        if skipped.kind == .characterData {
            builder.text(builder.decoded(source, skipped.content, references: false))
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
        builder.text(builder.decoded(source, index..<end))
        index = end
    }

    private mutating func start(_ tag: SourceTag) {
        let name = names.element(source, tag.name)
        for _ in 0..<open.impliedEnds(before: name) { end() }
        if builder.start(name) {
            for attribute in attributes {
                guard let known = names.attribute(source, attribute.name) else { continue }
                builder.attribute(known, value: builder.decoded(source, attribute.value))
            }
        }
        if tag.isEmpty || name.isVoid {
            builder.end()
            return
        }
        let key = key(name, tag)
        open.push(key)
        if name == .script || name == .style { passRawText(until: key) }
    }

    private mutating func key(_ name: ElementName, _ tag: SourceTag) -> OpenElements.Key {
        open.key(name, tag: source[tag.name])
    }

    /// In scripts and styles only their own end tag is markup.
    private mutating func passRawText(until script: OpenElements.Key) {
        var end = index
        while let found = source.index(of: "</", from: end) {
            if let tag = SourceTag.at(found, in: source, &attributes),
                key(names.element(source, tag.name), tag) == script
            {
                index = found
                return
            }
            end = found + 2
        }
        index = source.count
    }

    private mutating func close(_ tag: SourceTag) {
        let key = key(names.element(source, tag.name), tag)
        for _ in 0..<open.ends(for: key) { end() }
    }

    private mutating func end() {
        open.pop()
        builder.end()
    }
}
