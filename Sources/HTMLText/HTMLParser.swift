internal import CLibXML2

/// Runs libxml2's HTML parser, which balances tags and calls back for each start, end and text.
enum HTMLParser {
    /// - Parameter utf8: valid UTF-8.
    static func parse(_ utf8: [UInt8], into builder: HTMLBuilder) {
        // With a mark in front the parser knows the encoding and asks no `meta`.
        let source = Self.source(utf8)
        source.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let count = Int32(exactly: buffer.count), let context = htmlCreateMemoryParserCtxt(start, count)
            else {
                return
            }
            defer { htmlFreeParserCtxt(context) }
            let options =
                HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_NONET.rawValue
                | HTML_PARSE_NOIMPLIED.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_RECOVER.rawValue
            _ = htmlCtxtUseOptions(context, Int32(options))
            guard let handler = context.pointee.sax else { return }
            handler.pointee = handlers
            let user = Unmanaged.passUnretained(builder).toOpaque()
            context.pointee.userData = user
            builder.stop = { stop(context) }
            withExtendedLifetime(builder) { _ = htmlParseDocument(context) }
            builder.stop = nil
            if let left = builder.bytesLeft, left <= buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[(buffer.count - left)...])
                TagStripper.strip(rest.bindMemory(to: UInt8.self), into: builder)
            }
        }
    }

    /// - Returns: how much was not parsed.
    private static func stop(_ context: htmlParserCtxtPtr) -> Int {
        let left = context.pointee.input.map { $0.pointee.end - $0.pointee.cur } ?? 0
        xmlStopParser(context)
        return max(0, left)
    }

    /// Controls mean nothing to a reader and end some parsers' input early. Marked sections (`<![if !mso]>`, `<![CDATA[`),
    /// which this parser takes for text, lose their marks.
    private static func source(_ utf8: [UInt8]) -> [UInt8] {
        var source: [UInt8] = [0xEF, 0xBB, 0xBF]
        source.reserveCapacity(utf8.count + 3)
        var index = 0
        while index < utf8.count {
            let byte = utf8[index]
            if byte == UInt8(ascii: "<"), utf8[index...].starts(with: "<![".utf8) {
                index = sectionEnd(utf8, index)
            } else {
                source.append(byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 ? 0x20 : byte)
                index += 1
            }
        }
        return source
    }

    private static func sectionEnd(_ utf8: [UInt8], _ start: Int) -> Int {
        if utf8[start...].starts(with: "<![CDATA[".utf8) { return start + 9 }
        let end = utf8[start...].prefix(1_024).firstIndex(of: UInt8(ascii: ">"))
        return end.map { $0 + 1 } ?? start + 3
    }

    private static var handlers: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.startElement = { user, name, attributes in
            guard let builder = HTMLParser.builder(user), let name else { return }
            builder.start(HTMLElement(name: name), Attributes(list: attributes))
        }
        handler.endElement = { user, _ in HTMLParser.builder(user)?.end() }
        handler.characters = HTMLParser.characters
        handler.ignorableWhitespace = HTMLParser.characters
        handler.cdataBlock = HTMLParser.characters
        return handler
    }

    private static let characters: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<xmlChar>?, Int32) -> Void = {
        user, text, count in
        HTMLParser.builder(user)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }

    private static func builder(_ user: UnsafeMutableRawPointer?) -> HTMLBuilder? {
        let builder = user.map { Unmanaged<HTMLBuilder>.fromOpaque($0).takeUnretainedValue() }
        // A parser that was stopped still ends what is open; that is not yet the end of the text.
        return builder?.bytesLeft == nil ? builder : nil
    }

    /// Of one tag, while the parser calls back.
    struct Attributes {
        let list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

        /// `nil` when it is not there, "" when it has no value.
        subscript(_ name: String) -> String? {
            guard var entry = list else { return nil }
            while let key = entry.pointee {
                if String(cString: key) == name { return entry[1].map { String(cString: $0) } ?? "" }
                entry += 2
            }
            return nil
        }
    }
}
