internal import ContentTree

extension Walker {
    func walkEmoticon(_ node: Int32) {
        let shown = emoticon(node)
        if !shown.isEmpty { flow.append(shown, style: style) }
    }

    private func emoticon(_ node: Int32) -> String {
        let fallback = markup.attribute(.emojiFallback, of: node) ?? ""
        if fallback.utf8.contains(where: { $0 >= 0x80 }) { return fallback }
        if let id = markup.attribute(.emojiID, of: node), let characters = Emoticon.characters(ofID: id) {
            return characters
        }
        let name = (markup.attribute(.acName, of: node) ?? markup.attribute(.name, of: node) ?? "").lowercased()
        let short = markup.attribute(.emojiShortname, of: node) ?? fallback
        // The new editor calls every emoji `blue-star` that the old one has no name for.
        if name == "blue-star", !short.isEmpty, short != ":blue_star:" { return short }
        return Emoticon.classic[name] ?? short
    }
}

enum Emoticon {
    /// The old editor's names.
    static let classic: [String: String] = [
        "smile": "🙂", "sad": "🙁", "cheeky": "😛", "laugh": "😀", "wink": "😉", "thumbs-up": "👍", "thumbs-down": "👎",
        "information": "ℹ️", "tick": "✅", "cross": "❌", "warning": "⚠️", "plus": "➕", "minus": "➖", "question": "❓",
        "light-on": "💡", "light-off": "🔦", "yellow-star": "⭐", "red-star": "⭐", "green-star": "⭐", "blue-star": "⭐",
        "heart": "❤️", "broken-heart": "💔",
    ]

    /// - Parameter id: hexadecimal code points joined by `-`.
    static func characters(ofID id: String) -> String? {
        var text = String.UnicodeScalarView()
        for part in id.split(separator: "-") {
            guard part.utf8.count >= 2, let code = UInt32(part, radix: 16), code >= 0x20,
                let scalar = Unicode.Scalar(code)
            else { return nil }
            text.append(scalar)
        }
        // The ids of a site's own emoji may look like numbers, too.
        return text.first?.properties.isEmoji == true ? String(text) : nil
    }
}
