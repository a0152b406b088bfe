/// The slides of a presentation in their order. ECMA-376 part 1, 19.2.
final class Presentation {
    let package: OfficePackage
    /// Normalised names of parts, with gaps where one is missing.
    private(set) var slides: [String?] = []
    /// Names of the authors of comments, by id.
    private(set) var authors: [String: String] = [:]
    private var layouts: [String: SlideLayout] = [:]

    /// - Throws: when the file is no presentation.
    init(_ file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) {
        package = try OfficePackage(file, format: "pptx", limits: limits)
        let part = try package.mainPart(usual: "ppt/presentation.xml")
        let relationships = package.relationships(of: part)
        slides =
            package.read(part, as: SlideTag.self) { xml in
                var slides: [String?] = []
                while let event = xml.event() {
                    guard case .start(.slideReference) = event, slides.count < limits.entries else { continue }
                    let target = xml.attribute("r:id").flatMap { relationships[$0] }
                    slides.append(target.flatMap { $0.isExternal ? nil : $0.target })
                }
                return slides
            } ?? []
        for part in relationships.targets("commentAuthors") + relationships.targets("authors") { readAuthors(part) }
    }

    private func readAuthors(_ part: String) {
        let found = package.read(part, as: SlideTag.self) { xml in
            var authors: [String: String] = [:]
            while let event = xml.event() {
                guard case .start(let tag?) = event, tag == .author || tag == .newAuthor, authors.count < 10_000,
                    let id = xml.attribute("id")
                else { continue }
                authors[id] = xml.attribute("name")
            }
            return authors
        }
        authors.merge(found ?? [:]) { first, _ in first }
    }

    /// What the layout of a slide says about its placeholders.
    func layout(ofSlide part: String) -> SlideLayout {
        guard let layout = package.relationships(of: part).targets("slideLayout").first else { return SlideLayout() }
        if let known = layouts[layout] { return known }
        var read = SlideLayout(package, part: layout)
        if let master = package.relationships(of: layout).targets("slideMaster").first {
            read.parent = layouts[master].map(\.own) ?? SlideLayout(package, part: master).own
        }
        layouts[layout] = read
        return read
    }
}
