internal import CLibXML2

/// Reads well-formed markup with libxml2, which hands over starts, ends and texts one by one.
///
/// No document type, entity or network access is left to it: the sanitizer has removed them.
struct StrictParser {
    struct Failure: Error {
        let line: Int
        let column: Int
        let message: String
    }

    private static let isInitialized: Bool = {
        xmlInitParser()
        return true
    }()

    static func parse(_ xml: [UInt8], into builder: MarkupBuilder) throws(Failure) -> MarkupBuilder {
        guard isInitialized else { return builder }
        let receiver = StrictParserReceiver(builder: builder)
        guard let context = makeContext(for: receiver) else {
            throw Failure(line: 0, column: 0, message: "no parser")
        }
        defer { xmlFreeParserCtxt(context) }
        let isWellFormed = withExtendedLifetime(receiver) { push(xml, to: context) }
        guard isWellFormed else { throw failure(of: context) }
        return receiver.builder
    }

    private static func makeContext(for receiver: StrictParserReceiver) -> xmlParserCtxtPtr? {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = StrictParserReceiver.startElement
        handler.endElementNs = StrictParserReceiver.endElement
        handler.characters = StrictParserReceiver.characters
        handler.ignorableWhitespace = StrictParserReceiver.characters
        handler.cdataBlock = StrictParserReceiver.characters
        let user = Unmanaged.passUnretained(receiver).toOpaque()
        guard let context = xmlCreatePushParserCtxt(&handler, user, nil, 0, nil) else { return nil }
        let options =
            XML_PARSE_HUGE.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue
            | XML_PARSE_NOWARNING.rawValue
        _ = xmlCtxtUseOptions(context, Int32(options))
        return context
    }

    private static func push(_ xml: [UInt8], to context: xmlParserCtxtPtr) -> Bool {
        xml.withUnsafeBytes { buffer -> Bool in
            let chunk = 1 << 20
            var offset = 0
            while offset < buffer.count {
                let size = min(chunk, buffer.count - offset)
                let isLast: Int32 = offset + size == buffer.count ? 1 : 0
                let start = buffer.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
                if xmlParseChunk(context, start, Int32(size), isLast) != 0, context.pointee.wellFormed == 0 {
                    return false
                }
                offset += size
            }
            return context.pointee.wellFormed == 1
        }
    }

    private static func failure(of context: xmlParserCtxtPtr) -> Failure {
        let error = context.pointee.lastError
        let line = Int(error.line)
        let column = Int(error.int2)
        let message = error.message.map { String(cString: $0).singleSpaced } ?? "not well-formed"
        return Failure(
            line: line, column: line == 1 ? max(1, column - SourceSanitizer.opening.count) : column, message: message)
    }
}
