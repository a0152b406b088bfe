/// The value of a cell beside the text that the writing program made of it. OpenDocument 1.3 part 3, 19.385.
struct OpenCellValue {
    private let type: String
    private let value: String
    private let formula: String

    /// Of the cell just started.
    init(_ xml: XMLPull<OpenTag>) {
        type = xml.attribute("office:value-type") ?? ""
        formula = xml.attribute("table:formula") ?? ""
        switch type {
        case "date": value = xml.attribute("office:date-value") ?? ""
        case "time": value = xml.attribute("office:time-value") ?? ""
        case "float", "percentage", "currency": value = xml.attribute("office:value") ?? ""
        default: value = ""
        }
    }

    /// - Parameter text: as the program that wrote the file showed it.
    func shown(_ text: String) -> String {
        // Words for a number, such as TRUE, are what a person sees.
        let hasDigits = text.utf8.contains { $0 >= 0x30 && $0 <= 0x39 }
        if !text.isEmpty, !hasDigits { return text }
        switch type {
        case "float", "currency": return Double(value).map(NumberText.shortest) ?? text
        case "percentage": return Double(value).map(NumberText.percent) ?? text
        case "date": return Self.date(value) ?? text
        case "time": return Self.time(value) ?? text
        default:
            if text.isEmpty, let start = formula.firstIndex(of: "=") { return String(formula[start...].prefix(1_024)) }
            return text
        }
    }

    /// `2023-12-31T23:30:00` → `2023-12-31 23:30`
    private static func date(_ value: String) -> String? {
        let parts = value.split(separator: "T")
        guard let day = parts.first, value.utf8.count < 64 else { return nil }
        guard parts.count > 1 else { return String(day) }
        var time = parts[1].prefix { $0 != "." && $0 != "," }
        if time.hasSuffix(":00"), time.utf8.count == 8 { time = time.dropLast(3) }
        return "\(day) \(time)"
    }

    /// `PT36H05M00S` → `36:05:00`
    private static func time(_ value: String) -> String? {
        guard value.hasPrefix("PT"), value.utf8.count < 64 else { return nil }
        var parts: [Character: Substring] = [:]
        var rest = value.dropFirst(2)
        while let end = rest.firstIndex(where: { $0 == "H" || $0 == "M" || $0 == "S" }) {
            parts[rest[end]] = rest[..<end].prefix { $0 != "." && $0 != "," }
            rest = rest[rest.index(after: end)...]
        }
        return [Character("H"), "M", "S"].map { unit in
            let digits = parts[unit] ?? "0"
            return digits.utf8.count < 2 ? "0\(digits)" : String(digits)
        }.joined(separator: ":")
    }
}
