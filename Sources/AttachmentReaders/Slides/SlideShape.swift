internal import ContentTree

/// One thing on a slide with what it says.
struct SlideShape {
    var placeholder: Placeholder?
    var frame: ShapeFrame?
    var blocks: [Block] = []

    /// Top to bottom; those beside each other from left to right. Shapes without a place come last, as they stand.
    static func inReadingOrder(_ shapes: [SlideShape]) -> [SlideShape] {
        let placed = shapes.enumerated().compactMap { index, shape in shape.frame.map { (index, $0) } }
        let fromTop = placed.sorted { ($0.1.y, $0.1.x, $0.0) < ($1.1.y, $1.1.x, $1.0) }
        var order: [Int] = []
        var row: [(index: Int, frame: ShapeFrame)] = []
        func endRow() {
            order += row.sorted { ($0.frame.x, $0.frame.y, $0.index) < ($1.frame.x, $1.frame.y, $1.index) }.map(\.index)
            row = []
        }
        for (index, frame) in fromTop {
            // Beside each other are shapes that share half of the lower one's height.
            if let first = row.first?.frame, frame.y - first.y > min(first.height, frame.height) / 2 { endRow() }
            row.append((index, frame))
        }
        endRow()
        return order.map { shapes[$0] } + shapes.filter { $0.frame == nil }
    }
}
