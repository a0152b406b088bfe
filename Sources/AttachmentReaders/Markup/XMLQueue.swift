internal import CLibXML2

/// Turns libxml2's callbacks into records that can be asked for. It parses as much as one read of the source gives,
/// and only when all records before have been taken, so its memory does not grow with the document.
final class XMLQueue {
    // One thread reads, and no callback comes while it does: the checks of access cost a seventh of the time.
    @exclusivity(unchecked) private(set) var records = XMLRecords()
    @exclusivity(unchecked) private(set) var names = XMLNames()
    @exclusivity(unchecked) private(set) var fault: XMLFault?

    private let source: any ByteSource
    private let depth: Int
    private let allowsDoctype: Bool
    private var context: xmlParserCtxtPtr?
    @exclusivity(unchecked) private var open: [Int32] = []
    private var chunk = [UInt8](repeating: 0, count: 32 << 10)
    private var isFinished = false
    /// Quotes in markup that was read but cannot be parsed before more of it has come.
    private var waitingQuotes = 0
    private static let mostQuotes = 20_000

    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    init(_ source: any ByteSource, depth: Int, allowsDoctype: Bool) {
        self.source = source
        self.depth = depth
        self.allowsDoctype = allowsDoctype
        guard Self.isReady else { return }
        var handler = XMLHandlers.all
        context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
        let options = XML_PARSE_RECOVER.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
        xmlCtxtUseOptions(context, Int32(options | XML_PARSE_NOWARNING.rawValue))
    }

    deinit { xmlFreeParserCtxt(context) }

    /// - Returns: whether there are records again.
    func refill() -> Bool {
        records.removeAll()
        while records.records.isEmpty, !isFinished { parseChunk() }
        return !records.records.isEmpty
    }

    private func parseChunk() {
        let count = chunk.withUnsafeMutableBytes { source.read(into: $0) }
        if count > 0 {
            chunk.withUnsafeBytes { bytes in
                _ = xmlParseChunk(context, bytes.bindMemory(to: CChar.self).baseAddress, Int32(count), 0)
            }
            checkWaiting(chunk[..<count])
        } else {
            _ = xmlParseChunk(context, nil, 0, 1)
            finish()
        }
        guard let context else { return finish() }
        // Entity tricks and overlong names end the parser for good.
        if context.pointee.disableSAX != 0 || context.pointee.instate == XML_PARSER_EOF { finish() }
    }

    /// libxml2 compares each attribute with all others of its element, once the element's tag has come whole.
    private func checkWaiting(_ chunk: ArraySlice<UInt8>) {
        guard let input = context?.pointee.input, input.pointee.end - input.pointee.cur > chunk.count else {
            waitingQuotes = 0
            return
        }
        waitingQuotes += chunk.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        if waitingQuotes > Self.mostQuotes { stop(.malformed) }
    }

    private func finish() {
        guard !isFinished else { return }
        isFinished = true
        if fault == nil { fault = source.fault.map { .source($0) } }
        if fault == nil, context?.pointee.wellFormed != 1 { fault = .malformed }
        for name in open.reversed() { records.end(name) }
        open.removeAll()
    }

    private func stop(_ reason: XMLFault) {
        if fault == nil { fault = reason }
        xmlStopParser(context)
    }

    // MARK: What libxml2 found

    typealias Characters = UnsafePointer<xmlChar>

    func start(
        _ local: Characters, prefix: Characters?, space: Characters?,
        _ values: UnsafeMutablePointer<Characters?>?, count: Int
    ) {
        guard fault == nil else { return }
        guard open.count < depth else { return stop(.depth) }
        var taken = 0
        if let values {
            for index in 0..<count {
                let place = values + index * 5
                guard let local = place[0], let start = place[3], let end = place[4], end >= start else { continue }
                let name = names.number(local, prefix: place[1], space: place[2])
                records.attribute(name, UnsafeBufferPointer(start: start, count: end - start))
                taken += 1
            }
        }
        let name = names.number(local, prefix: prefix, space: space)
        records.start(name, attributes: taken)
        open.append(name)
    }

    func end() {
        guard fault == nil, let name = open.popLast() else { return }
        records.end(name)
    }

    func text(_ text: UnsafeBufferPointer<UInt8>) {
        guard fault == nil, !open.isEmpty else { return }
        records.text(text)
    }

    func doctype() {
        if !allowsDoctype { stop(.doctype) }
    }
}
