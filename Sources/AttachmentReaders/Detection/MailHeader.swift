/// Whether a text starts as a mail does (RFC 5322, section 2.2).
enum MailHeader {
    private static let known: Set<String> = [
        "from", "to", "cc", "subject", "date", "message-id", "mime-version", "received", "return-path", "reply-to",
        "content-type", "delivered-to", "x-mailer", "sender", "in-reply-to", "references", "dkim-signature",
        "content-transfer-encoding",
    ]
    /// Notes and logs also start with `Date:` and `Subject:`; these stand only in mails.
    private static let telling: Set<String> = [
        "from", "message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature",
    ]

    /// - Parameter isDeclared: name or media type say that it is one: then one line is enough.
    static func starts(_ text: [UInt8], isDeclared: Bool) -> Bool {
        var found: Set<String> = []
        for line in text.prefix(16_384).split(separator: 0x0A, maxSplits: 60, omittingEmptySubsequences: false) {
            guard let first = line.first, first != 0x0D else { break }
            if first == 0x20 || first == 0x09 || line.starts(with: "From ".utf8) { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { break }
            let name = line[..<colon]
            guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { break }
            found.insert(String(decoding: name, as: UTF8.self).lowercased())
        }
        found.formIntersection(known)
        if isDeclared { return !found.isEmpty }
        return found.count >= 3 && !found.isDisjoint(with: telling)
    }
}
