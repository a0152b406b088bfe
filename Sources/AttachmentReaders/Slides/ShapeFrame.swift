/// Where a shape lies on its slide, in English metric units from the upper left corner.
struct ShapeFrame {
    var x: Int
    var y: Int
    var height: Int

    init(x: Int, y: Int, height: Int) {
        self.x = x
        self.y = y
        self.height = height
    }

    /// Reads `a:xfrm` or `p:xfrm`, just started, to its end.
    init?(_ xml: inout XMLPull<SlideTag>) {
        var frame = ShapeFrame(x: 0, y: 0, height: 0)
        var isPlaced = false
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(let tag):
                depth += 1
                if tag == .offset, let x = Self.length(xml.integer("x")), let y = Self.length(xml.integer("y")) {
                    frame.x = x
                    frame.y = y
                    isPlaced = true
                }
                if tag == .extent { frame.height = max(0, Self.length(xml.integer("cy")) ?? 0) }
            case .end: depth -= 1
            case .text: break
            }
        }
        guard isPlaced else { return nil }
        self = frame
    }

    /// Nothing on a slide is a million kilometres away.
    private static func length(_ number: Int?) -> Int? {
        number.map { max(-(1 << 40), min($0, 1 << 40)) }
    }
}
