/// What an EPUB says of its parts. EPUB 3.3, 4 and 5.
struct Book {
    private enum Tag: String, XMLTag {
        case rootFile = "ocf:rootfile"
        case item = "opf:item"
        case reference = "opf:itemref"
        case cipher = "enc:CipherReference"
    }

    /// Normalised names of web pages in reading order.
    private(set) var chapters: [String] = []
    /// Fonts are often scrambled; this is about the text.
    private(set) var isEncrypted = false

    /// - Returns: `nil` without a list of parts.
    init?(_ package: OfficePackage) {
        let root = package.read("META-INF/container.xml", as: Tag.self) { xml in
            while let event = xml.event() {
                if case .start(.rootFile) = event, let path = xml.attribute("full-path") { return path }
            }
            return ""
        }
        guard let root = root.flatMap({ PartName.normalized($0) }), package.zip.contains(root) else { return nil }
        chapters = package.read(root, as: Tag.self) { Self.readSpine(&$0, folderOf: root) } ?? []
        guard package.zip.contains("META-INF/encryption.xml") else { return }
        let ciphered = package.read("META-INF/encryption.xml", as: Tag.self) { Self.readCiphered(&$0) } ?? []
        isEncrypted = chapters.contains { ciphered.contains($0) }
    }

    private static func readSpine(_ xml: inout XMLPull<Tag>, folderOf root: String) -> [String] {
        var pages: [String: String] = [:]
        var chapters: [String] = []
        // EPUB 3.3, 5.7.2: no page stands in the order twice.
        var seen: Set<String> = []
        while let event = xml.event() {
            switch event {
            case .start(.item):
                guard let id = xml.attribute("id"), let target = xml.attribute("href"),
                    let part = PartName.resolved(PartName.percentDecoded(target), from: root), pages.count < 10_000
                else { continue }
                let type = xml.attribute("media-type") ?? ""
                if type == "application/xhtml+xml" || type == "text/html" { pages[id] = part }
            case .start(.reference):
                guard let part = xml.attribute("idref").flatMap({ pages[$0] }), chapters.count < 10_000,
                    seen.insert(part).inserted
                else { continue }
                chapters.append(part)
            default: break
            }
        }
        return chapters
    }

    private static func readCiphered(_ xml: inout XMLPull<Tag>) -> Set<String> {
        var parts: Set<String> = []
        while let event = xml.event() {
            guard case .start(.cipher) = event, let target = xml.attribute("URI") else { continue }
            if let part = PartName.normalized(PartName.percentDecoded(target)) { parts.insert(part) }
        }
        return parts
    }
}
