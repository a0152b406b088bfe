import HTTPTransport

import struct Foundation.Date

extension Date {
    /// `2021-09-14T07:39:42.016Z` (Cloud), `2025-05-05T15:05:36.632+02:00` (Data Center), also without seconds or colon.
    init?(timestamp text: String) {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start >= 0, bytes.count >= start + count else { return nil }
            var value = 0
            for byte in bytes[start..<start + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 16, let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), (1...12).contains(month), (1...31).contains(day),
            year >= 1, hour < 24, minute < 60
        else { return nil }
        var seconds = 0.0
        var rest = 16
        if bytes.count > rest, bytes[rest] == UInt8(ascii: ":"), let whole = number(17, 2) {
            seconds = Double(whole)
            rest = 19
            var unit = 0.1
            if bytes.count > rest, bytes[rest] == UInt8(ascii: ".") {
                rest += 1
                while let digit = number(rest, 1) {
                    seconds += Double(digit) * unit
                    unit /= 10
                    rest += 1
                }
            }
        }
        var offset = 0
        if bytes.count > rest, bytes[rest] == UInt8(ascii: "+") || bytes[rest] == UInt8(ascii: "-"),
            let hours = number(rest + 1, 2)
        {
            let minutes = number(rest + 4, 2) ?? number(rest + 3, 2) ?? 0
            offset = (hours * 60 + minutes) * 60 * (bytes[rest] == UInt8(ascii: "-") ? -1 : 1)
        }
        let days = daysSince1970(year: year, month: month, day: day)
        self.init(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 - offset) + seconds)
    }
}
