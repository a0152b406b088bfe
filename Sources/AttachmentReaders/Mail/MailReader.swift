internal import AttachmentModel
internal import CharacterSets
internal import ContentTree
internal import HTMLText

/// Reads a mail, or a web page that was saved as one.
package enum MailReader: CarryingReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        try file.withBytes { (bytes) throws(ReadingError) in
            let mail = MIMEPart(bytes, in: 0..<bytes.count)
            guard !mail.header.isEmpty else { throw ReadingError(.corrupt, "mail without headers") }
            if let reason = encryption(mail) { throw ReadingError(.encrypted, reason) }
            var body = MailBody(bytes, limits: limits)
            body.read(mail)
            var summary = summary(mail.header)
            summary.attachments = body.attached.map(\.name)
            output.append(summary.top)
            output.append(body.blocks)
            output.append(summary.bottom)
            NestedFiles.read(body.carried(in: file), limits: limits, into: output)
            if body.isTooDeep { output.note(.depth) }
            if body.isTooLong { output.note(.text) }
        }
    }

    package static func carried(in file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) -> [CarriedFile] {
        file.withBytes { bytes in
            var body = MailBody(bytes, limits: limits)
            body.read(MIMEPart(bytes, in: 0..<bytes.count))
            return body.carried(in: file)
        }
    }

    private static func encryption(_ mail: MIMEPart) -> String? {
        switch mail.type.value {
        case "multipart/encrypted": "mail is encrypted (PGP)"
        case "application/pkcs7-mime", "application/x-pkcs7-mime":
            mail.type["smime-type"]?.lowercased() == "signed-data" ? nil : "mail is encrypted (S/MIME)"
        default: nil
        }
    }

    private static func summary(_ header: MIMEHeader) -> MailSummary {
        var summary = MailSummary()
        summary.subject = header.text("subject") ?? ""
        // A browser that saves a page says so where the sender stands.
        if header.text("from")?.hasPrefix("<Saved by") != true { summary.line("From", header.text("from")) }
        for (name, field) in [("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"), ("Date", "date")] {
            summary.line(name, header.text(field))
        }
        return summary
    }
}

/// Chooses the parts of a mail that are its text.
struct MailBody {
    private let bytes: UnsafeRawBufferPointer
    private let limits: ReadingLimits
    private(set) var blocks: [Block] = []
    private(set) var attached: [(name: String, part: MIMEPart)] = []
    private(set) var isTooDeep = false
    private(set) var isTooLong = false
    private var textLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, limits: ReadingLimits) {
        self.bytes = bytes
        self.limits = limits
        textLeft = 2 * limits.text
    }

    /// Recursion is bounded by the depth to which parts are taken apart.
    mutating func read(_ part: MIMEPart) {
        if part.isMultipart, !part.children.isEmpty {
            switch part.type.value {
            case "multipart/alternative": readBest(part.children)
            case "multipart/related": readRoot(part)
            case "multipart/signed": part.children.first.map { read($0) }
            default: for child in part.children { read(child) }
            }
        } else if isText(part) {
            readText(part)
        } else {
            list(part)
        }
    }

    private func isText(_ part: MIMEPart) -> Bool {
        if part.disposition.value == "attachment" { return false }
        switch part.type.value {
        case "text/plain", "", "text", "text/html", "application/xhtml+xml", "multipart/mixed", "text/enriched":
            return true
        case "text/calendar", "text/csv", "text/x-vcard", "text/vcard": return false
        default: return part.type.value.hasPrefix("text/") && part.name == nil
        }
    }

    /// The plain one, unless only another has something to say.
    private mutating func readBest(_ parts: [MIMEPart]) {
        let plain = parts.first { $0.type.value == "text/plain" || $0.type.value.isEmpty }
        if let plain {
            let before = blocks.count
            read(plain)
            if blocks.count > before { return listRest(parts) }
        }
        if let rich = parts.last(where: { $0.isMultipart || $0.type.value == "text/html" }) ?? parts.last { read(rich) }
    }

    /// A calendar's invitation beside the text, say.
    private mutating func listRest(_ parts: [MIMEPart]) {
        for part in parts where part.isMultipart && part.type.value == "multipart/mixed" {
            for child in part.children where !isText(child) { list(child) }
        }
    }

    /// A page and what is shown in it; pictures and style sheets are not worth naming.
    private mutating func readRoot(_ part: MIMEPart) {
        let start = part.type["start"]
        let root =
            part.children.first { start != nil && $0.header.text("content-id") == start } ?? part.children.first
        if let root { read(root) }
        for child in part.children where child.disposition.value == "attachment" { list(child) }
    }

    private mutating func list(_ part: MIMEPart) {
        if let name = part.name, !name.isEmpty {
            attached.append((name, part))
        } else if part.type.value == "message/rfc822" {
            let inner = MIMEHeader(bytes, in: part.body)
            attached.append((inner.text("subject") ?? "message", part))
        }
    }

    func carried(in file: AttachmentFile) -> [CarriedFile] {
        attached.map { name, part in
            CarriedFile(name: name, mediaType: part.type.value) {
                let encoding = TransferEncoding(part.header.raw("content-transfer-encoding"))
                return file.withBytes { encoding.decode($0[part.body]) }
            }
        }
    }

    private mutating func readText(_ part: MIMEPart) {
        guard textLeft > 0 else {
            isTooLong = true
            return
        }
        // Encoded text is at most three times as long.
        let raw = bytes[part.body].prefix(4 * textLeft)
        isTooLong = isTooLong || raw.count < part.body.count
        let text = TransferEncoding(part.header.raw("content-transfer-encoding")).decode(raw)
        textLeft -= text.count
        let declared = part.type["charset"].flatMap { CharacterSet(label: $0) }
        if part.type.value == "text/html" || part.type.value == "application/xhtml+xml" {
            readPage(text, declared)
        } else {
            // Nothing but ASCII is often said of text that is something else.
            let isPlain = declared == nil || part.type["charset"]?.lowercased() == "us-ascii"
            let set = isPlain ? text.withUnsafeBytes { CharacterSet.guessed($0) } : declared ?? .utf8
            let isFlowed = part.type["format"]?.lowercased() == "flowed"
            let dropsBlank = part.type["delsp"]?.lowercased() == "yes"
            blocks += MailText.blocks(set.decode(text), isFlowed: isFlowed, dropsBlank: dropsBlank)
        }
    }

    private mutating func readPage(_ text: [UInt8], _ declared: CharacterSet?) {
        var reader = HTMLReader()
        reader.depth = limits.depth
        reader.text = 2 * limits.text
        let page = text.withUnsafeBytes { reader.read($0, declared: declared) }
        blocks += page.blocks.belowFirstLevel
        isTooDeep = isTooDeep || page.isTooDeep
        isTooLong = isTooLong || page.isTooLong
    }
}
