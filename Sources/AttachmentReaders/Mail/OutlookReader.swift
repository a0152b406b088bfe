internal import AttachmentModel
internal import CharacterSets
internal import ContentTree
internal import HTMLText

/// Reads a message that Outlook saved: msg.
package enum OutlookReader: CarryingReader {
    package static func read(
        _ file: AttachmentFile, limits: ReadingLimits, into output: DocumentOutput
    ) throws(ReadingError) {
        let container = try CompoundFile(file)
        guard let root = container.entries.first, container.entry("__properties_version1.0") != nil else {
            throw ReadingError(.corrupt, "msg without properties")
        }
        var message = OutlookProperties(container, root, headerSize: 32)
        let codePage = message.number(.messageCodePage) ?? message.number(.internetCodePage)
        message.characterSet = codePage.flatMap { CharacterSet(codePage: $0) } ?? .windows1252
        if message.line(.messageClass)?.lowercased() == "ipm.note.smime" {
            throw ReadingError(.encrypted, "msg is encrypted (S/MIME)")
        }
        var summary = summary(message, container, root)
        let carried = files(message, container, root)
        summary.attachments = carried.map(\.name)
        output.append(summary.top)
        writeBody(message, limits, to: output)
        output.append(summary.bottom)
        NestedFiles.read(carried, limits: limits, into: output)
    }

    package static func carried(in file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) -> [CarriedFile] {
        let container = try CompoundFile(file)
        guard let root = container.entries.first else { return [] }
        return files(OutlookProperties(container, root, headerSize: 32), container, root)
    }

    /// Pictures inside the text, which are hidden, are not among them.
    private static func files(
        _ message: OutlookProperties, _ file: CompoundFile, _ root: CompoundFile.Entry
    ) -> [CarriedFile] {
        storages("__attach_version1.0_", file, root).compactMap { storage in
            var attachment = OutlookProperties(file, storage, headerSize: 8)
            attachment.characterSet = message.characterSet
            if attachment.number(.isHidden).map({ $0 & 1 == 1 }) == true { return nil }
            let name = attachment.line(.fileName) ?? attachment.line(.displayName) ?? attachment.line(.shortFileName)
            return name.map { [attachment] name in
                CarriedFile(name: name, mediaType: attachment.line(.mediaType) ?? "") {
                    attachment.bytes(.data, limit: .max) ?? []
                }
            }
        }
    }

    private static func summary(
        _ message: OutlookProperties, _ file: CompoundFile, _ root: CompoundFile.Entry
    ) -> MailSummary {
        var summary = MailSummary()
        summary.subject = message.line(.subject) ?? ""
        summary.line(
            "From",
            person(message.line(.senderName), message.line(.senderSMTPAddress) ?? message.line(.senderAddress)))
        var people: [Int: [String]] = [:]
        for storage in storages("__recip_version1.0_", file, root) {
            var recipient = OutlookProperties(file, storage, headerSize: 8)
            recipient.characterSet = message.characterSet
            let address = recipient.line(.smtpAddress) ?? recipient.line(.address)
            guard let person = person(recipient.line(.displayName), address) else { continue }
            people[recipient.number(.recipientType) ?? 1, default: []].append(person)
        }
        for (name, kind, display) in [
            ("To", 1, OutlookProperties.Name.displayTo), ("Cc", 2, .displayCc), ("Bcc", 3, .displayBcc),
        ] {
            summary.line(name, people[kind]?.joined(separator: ", ") ?? message.line(display))
        }
        summary.line("Date", (message.time(.submitTime) ?? message.time(.deliveryTime)).flatMap(date))
        return summary
    }

    private static func storages(
        _ prefix: String, _ file: CompoundFile, _ root: CompoundFile.Entry
    ) -> [CompoundFile.Entry] {
        let found = root.children.map { file.entries[$0] }.filter { $0.isStorage && $0.name.hasPrefix(prefix) }
        return Array(found.sorted { $0.name < $1.name }.prefix(2_000))
    }

    /// `Name <address>`; an address inside an Exchange server is not one.
    private static func person(_ name: String?, _ address: String?) -> String? {
        let address = address.flatMap { $0.contains("@") ? $0 : nil }
        guard let name, name != address else { return address }
        return address.map { "\(name) <\($0)>" } ?? name
    }

    private static func date(_ time: UInt64) -> String? {
        let seconds = Int(time / 10_000_000)
        let days = seconds / 86_400 - 134_774
        guard days < 2_932_897 else { return nil }
        let minutes = seconds % 86_400 / 60
        let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(DateText.civil(daysSince1970: days)) \(clock) UTC"
    }

    /// The plain text, else the page, else the rich text.
    private static func writeBody(_ message: OutlookProperties, _ limits: ReadingLimits, to output: DocumentOutput) {
        let blocks = MailText.blocks(message.text(.body, limit: 2 * limits.text) ?? [])
        if !blocks.isEmpty {
            output.append(blocks)
        } else if let page = message.bytes(.page, limit: 8 * limits.text) ?? message.text(.page, limit: 8 * limits.text)
        {
            var reader = HTMLReader()
            reader.depth = limits.depth
            reader.text = 2 * limits.text
            let set = message.number(.internetCodePage).flatMap { CharacterSet(codePage: $0) }
            let document = page.withUnsafeBytes { reader.read($0, declared: set) }
            output.append(document.blocks.belowFirstLevel)
        } else if let packed = message.bytes(.richText, limit: 8 * limits.text),
            let rich = CompressedRTF.decompress(packed, limit: 16 * limits.text)
        {
            rich.withUnsafeBytes { RTFInterpreter($0, limits: limits, output: output).run() }
        }
    }
}
