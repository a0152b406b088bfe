/// Lengths with their units: `2.5cm`.
enum OpenLength {
    /// Where the element just started lies, in English metric units.
    static func frame(_ xml: XMLPull<OpenTag>) -> ShapeFrame? {
        guard let x = units(xml.attribute("svg:x") ?? xml.attribute("svg:x1")),
            let y = units(xml.attribute("svg:y") ?? xml.attribute("svg:y1"))
        else { return nil }
        return ShapeFrame(x: x, y: y, height: units(xml.attribute("svg:height")) ?? 0)
    }

    static func units(_ length: String?) -> Int? {
        guard let length else { return nil }
        let number = length.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        guard let value = Double(number), value.isFinite, abs(value) < 1e6 else { return nil }
        let scale: Double
        switch length.dropFirst(number.count) {
        case "cm": scale = 360_000
        case "mm": scale = 36_000
        case "in": scale = 914_400
        case "pt": scale = 12_700
        case "pc": scale = 152_400
        case "px", "": scale = 9_525
        default: return nil
        }
        return Int(value * scale)
    }
}
