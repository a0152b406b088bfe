/// Where a layout and its master put placeholders that a slide does not place itself. ECMA-376 part 1, 19.3.1.36.
struct SlideLayout {
    struct Place {
        var placeholder: Placeholder
        var frame: ShapeFrame?
        var hasNoBullets: Bool
    }

    private(set) var own: [Place] = []
    var parent: [Place] = []

    init() {}

    init(_ package: OfficePackage, part: String) {
        own =
            package.read(part, as: SlideTag.self) { xml in
                var places: [Place] = []
                while let event = xml.event() {
                    guard case .start(.shape) = event, places.count < 1_000 else { continue }
                    if let place = Self.readPlace(&xml) { places.append(place) }
                }
                return places
            } ?? []
    }

    private static func readPlace(_ xml: inout XMLPull<SlideTag>) -> Place? {
        var placeholder: Placeholder?
        var frame: ShapeFrame?
        var hasNoBullets = false
        var isFirstLevel = false
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.transform): frame = ShapeFrame(&xml)
            case .start(let tag):
                depth += 1
                if tag == .placeholder { placeholder = Placeholder(xml) }
                if tag == .firstLevel { isFirstLevel = true }
                if tag == .noBullet, isFirstLevel { hasNoBullets = true }
            case .end(let tag):
                depth -= 1
                if tag == .firstLevel { isFirstLevel = false }
            case .text: break
            }
        }
        return placeholder.map { Place(placeholder: $0, frame: frame, hasNoBullets: hasNoBullets) }
    }

    func frame(of placeholder: Placeholder) -> ShapeFrame? {
        let inLayout = place(of: placeholder, in: own)
        return inLayout?.frame ?? place(of: inLayout?.placeholder ?? placeholder, in: parent)?.frame
    }

    func hasNoBullets(_ placeholder: Placeholder) -> Bool {
        place(of: placeholder, in: own)?.hasNoBullets ?? false
    }

    /// By its number, else by its type.
    private func place(of placeholder: Placeholder, in places: [Place]) -> Place? {
        if let index = placeholder.index, let same = places.first(where: { $0.placeholder.index == index }) {
            return same
        }
        return places.first { $0.placeholder.role == placeholder.role }
    }
}
