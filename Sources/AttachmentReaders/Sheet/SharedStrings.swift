/// The texts that cells of all sheets refer to by number, in one buffer. ECMA-376 part 1, 18.4.
struct SharedStrings {
    private var texts: [UInt8] = []
    /// Where each text ends.
    private var ends: [Int32] = []

    init() {}

    init(_ package: OfficePackage, part: String) {
        self = package.read(part, as: SheetTag.self) { Self(&$0, limits: package.limits) } ?? Self()
    }

    private init(_ xml: inout XMLPull<SheetTag>, limits: ReadingLimits) {
        var isText = false
        while let event = xml.event() {
            switch event {
            case .start(.text): isText = true
            case .start(.phonetic): xml.skip()
            case .end(.text): isText = false
            case .end(.sharedString):
                ends.append(Int32(texts.count))
                if texts.count >= limits.sharedStrings || ends.count >= limits.sharedStrings / 8 { xml.stop() }
            case .text where isText:
                let start = Int(ends.last ?? 0)
                xml.withText { texts.append(contentsOf: $0.prefix(max(0, limits.sharedString - texts.count + start))) }
            default: break
            }
        }
    }

    /// Empty for a number without a text.
    func withText<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        texts.withUnsafeBufferPointer { texts in
            guard number >= 0, number < ends.count else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
            let start = number == 0 ? 0 : Int(ends[number - 1])
            return body(UnsafeBufferPointer(rebasing: texts[start..<Int(ends[number])]))
        }
    }
}
