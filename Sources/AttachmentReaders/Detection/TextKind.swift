internal import AttachmentModel
internal import CharacterSets

/// Tells kinds of text apart.
enum TextKind {
    /// - Returns: `other` for what is no text.
    static func kind(of file: AttachmentFile) -> AttachmentKind {
        let start = file.withBytes { bytes -> [UInt8]? in
            let start = UnsafeRawBufferPointer(rebasing: bytes.prefix(65_536))
            let text = CharacterSet.guessed(start).decode(start)
            return isText(text) ? text : nil
        }
        guard let start else { return .other }
        let opening = lowercased(start.drop(while: isBlank).prefix(8_192))
        if opening.starts(with: "{\\rtf".utf8) { return .rtf }
        if opening.first == UInt8(ascii: "<") {
            if opening.contains(Array("<office:document".utf8)) { return .odf }
            if isHTML(opening, file) { return .html }
        } else if MailHeader.starts(start, isDeclared: isDeclaredMail(file)) {
            return .eml
        }
        return .text
    }

    /// No zero, and next to no control characters.
    private static func isText(_ text: [UInt8]) -> Bool {
        var controls = 0
        for byte in text where byte < 0x20 {
            switch byte {
            case 0: return false
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1B: break
            default: controls += 1
            }
        }
        return controls <= text.count / 100
    }

    private static let openings = [
        "<!doctype html", "<html", "<head", "<body", "<table", "<meta http-equiv", "<meta charset", "<title>",
    ].map { Array($0.utf8) }

    /// By its first element, comments and declarations aside, or because it is said to be one.
    private static func isHTML(_ opening: [UInt8], _ file: AttachmentFile) -> Bool {
        var rest = opening[...]
        while rest.starts(with: "<!--".utf8) || rest.starts(with: "<?".utf8) {
            let end = Array(rest.starts(with: "<?".utf8) ? ">".utf8 : "-->".utf8)
            guard let place = rest.firstRange(of: end) else { return false }
            rest = rest[place.upperBound...].drop(while: isBlank)
        }
        if openings.contains(where: { rest.starts(with: $0) }) { return true }
        return ["html", "htm", "xhtml"].contains(file.nameExtension)
            || ["text/html", "application/xhtml+xml"].contains(String(file.mediaType.lowercased().prefix { $0 != ";" }))
    }

    private static func isDeclaredMail(_ file: AttachmentFile) -> Bool {
        ["eml", "mht", "mhtml"].contains(file.nameExtension) || file.mediaType.lowercased().hasPrefix("message/rfc822")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
    }
}
