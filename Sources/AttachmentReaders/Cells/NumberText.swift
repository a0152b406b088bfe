/// Numbers as plain decimals.
enum NumberText {
    /// The shortest decimal that reads back as the same number; beyond 21 digits with an exponent.
    static func shortest(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
        let text = "\(number)"
        return text.utf8.contains(UInt8(ascii: "e")) || text.hasSuffix(".0") ? decimal(text, movedBy: 0) : text
    }

    /// With the sign. The point is moved, not the number multiplied: 0.07 is 7 %, not 7.000000000000001 %.
    static func percent(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        return decimal("\(number)", movedBy: 2) + "%"
    }

    /// - Parameters:
    ///   - text: digits with a point or an exponent or both, as Swift describes numbers.
    ///   - places: how far the point goes to the right.
    private static func decimal(_ text: String, movedBy places: Int) -> String {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0]
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let digits = Array(whole.utf8) + Array(fraction.utf8)
        let point = whole.utf8.count + exponent + places
        guard point > -8, point <= 21 else { return text + (places == 0 ? "" : "e\(places)") }
        var result: [UInt8] = point <= 0 ? Array(repeating: 0x30, count: 1 - point) + digits : digits
        let place = point <= 0 ? 1 : point
        while result.count < place { result.append(0x30) }
        var tail = Array(result[place...])
        while tail.last == 0x30 { tail.removeLast() }
        var head = Array(result[..<place].drop { $0 == 0x30 })
        if head.isEmpty { head = [0x30] }
        let joined = tail.isEmpty ? head : head + [UInt8(ascii: ".")] + tail
        return (isNegative && joined != [0x30] ? "-" : "") + String(decoding: joined, as: UTF8.self)
    }
}
