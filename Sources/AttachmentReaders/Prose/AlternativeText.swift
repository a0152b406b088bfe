internal import ContentTree

/// What stands for a picture in the text: the words its author gave it.
enum AlternativeText {
    /// - Returns: `nil` where there are no words but those that programs put in by themselves: `Picture 1`, `logo.png`.
    static func inline(_ words: String?) -> Inline? {
        guard let words else { return nil }
        var flow = TextFlow()
        flow.append(words)
        let line = flow.takeLine().line.plainText
        return line.isEmpty || isMachineMade(line)
            ? nil : Inline(.image(Image(destination: .address(""), alt: String(line.prefix(4_096)))))
    }

    private static func isMachineMade(_ line: String) -> Bool {
        let lower = PartName.lowercased(line)
        if let dot = lower.lastIndex(of: "."), !lower.contains(" ") {
            let ending = lower[lower.index(after: dot)...]
            return ["png", "jpg", "jpeg", "gif", "emf", "wmf", "svg", "tif", "tiff", "bmp", "webp"].contains(ending)
        }
        let words = lower.split(separator: " ")
        guard let first = words.first, words.count <= 2 else { return false }
        let isNumbered = words.count == 1 || words[1].utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        return isNumbered && ["picture", "image", "graphic", "grafik", "bild", "photo", "shape"].contains(first)
    }
}
