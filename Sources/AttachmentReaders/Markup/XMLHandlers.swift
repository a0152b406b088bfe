internal import CLibXML2

/// The callbacks of libxml2, each handing on to the queue that it was given.
enum XMLHandlers {
    static var all: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, local, prefix, space, _, _, count, _, values in
            guard let local else { return }
            XMLHandlers.queue(context)?.start(
                local, prefix: prefix, space: space, values, count: Int(max(0, count)))
        }
        handler.endElementNs = { context, _, _, _ in XMLHandlers.queue(context)?.end() }
        handler.characters = { context, text, count in XMLHandlers.text(context, text, count) }
        handler.ignorableWhitespace = { context, text, count in XMLHandlers.text(context, text, count) }
        handler.cdataBlock = { context, text, count in XMLHandlers.text(context, text, count) }
        handler.internalSubset = { context, _, _, _ in XMLHandlers.queue(context)?.doctype() }
        return handler
    }

    private static func queue(_ context: UnsafeMutableRawPointer?) -> XMLQueue? {
        context.map { Unmanaged<XMLQueue>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func text(_ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32) {
        guard let text, count > 0 else { return }
        queue(context)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
    }
}
