import HTTPTransport

/// `2026-11-22T10:30:00Z`, with fractions, which are dropped, and offsets (RFC 3339 §5.6); `nil` for anything else.
func secondsSince1970(rfc3339 text: String) -> Int? {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
        guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
        return bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    func isMark(_ index: Int, _ marks: String) -> Bool { index < bytes.count && marks.utf8.contains(bytes[index]) }
    guard bytes.count <= 40, let year = number(0..<4), isMark(4, "-"), let month = number(5..<7), isMark(7, "-"),
        let day = number(8..<10), isMark(10, "Tt "), let hour = number(11..<13), isMark(13, ":"),
        let minute = number(14..<16), isMark(16, ":"), let second = number(17..<19), (1...9999).contains(year),
        (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { return nil }
    var index = 19
    if isMark(index, ".") {
        index += 1
        guard index < bytes.count, (48...57).contains(bytes[index]) else { return nil }
        while index < bytes.count, (48...57).contains(bytes[index]) { index += 1 }
    }
    var offset = 0
    if isMark(index, "Zz") {
        index += 1
    } else {
        guard isMark(index, "+-"), let hours = number(index + 1..<index + 3), isMark(index + 3, ":"),
            let minutes = number(index + 4..<index + 6), hours < 24, minutes < 60
        else { return nil }
        offset = (hours * 3600 + minutes * 60) * (isMark(index, "-") ? -1 : 1)
        index += 6
    }
    guard index == bytes.count else { return nil }
    let days = daysSince1970(year: year, month: month, day: day)
    return days * 86_400 + hour * 3600 + minute * 60 + second - offset
}
