import struct Foundation.Date

/// A moment in milliseconds since 1970, UTC, as Confluence Cloud writes it.
struct Timestamp: Hashable, Comparable, Sendable {
    var milliseconds: Int64

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Midnight, UTC.
    init(year: Int, month: Int, day: Int) {
        milliseconds = Timestamp.days(year: year, month: month, day: day) * 86_400_000
    }

    static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// `2021-09-14T07:39:42.016Z`
    var iso: String { isoLocal(offsetMinutes: 0) + "Z" }

    /// `2021-09-14T09:39:42.016+02:00`, as Data Center writes it.
    func iso(offsetMinutes: Int) -> String {
        if offsetMinutes == 0 { return iso }
        let distance = abs(offsetMinutes)
        let zone = "\(offsetMinutes < 0 ? "-" : "+")\(pad(distance / 60)):\(pad(distance % 60))"
        return isoLocal(offsetMinutes: offsetMinutes) + zone
    }

    private func isoLocal(offsetMinutes: Int) -> String {
        let local = milliseconds + Int64(offsetMinutes) * 60_000
        let (day, rest) = floorDivision(local, 86_400_000)
        let date = Timestamp.civil(days: day)
        let millis = Int(rest)
        return "\(date.year)-\(pad(date.month))-\(pad(date.day))T\(pad(millis / 3_600_000)):"
            + "\(pad(millis / 60_000 % 60)):\(pad(millis / 1000 % 60)).\(pad(millis % 1000, width: 3))"
    }

    /// `2026-11-22 10:05:00Z`, `2026-11-22T10:05:00.000+01:00`, `2026/11/22 10:05`, `2026-11-22`; without a zone,
    /// the time stands `offsetMinutes` ahead of UTC.
    init?(parsing text: String, offsetMinutes: Int = 0) {
        var numbers: [Int64] = []
        var digits: [UInt8] = []
        var zone: Int64?
        var sign: Int64 = 1
        var inZone = false
        func flush() -> Bool {
            guard !digits.isEmpty else { return true }
            guard digits.count <= 9, let value = Int64(String(decoding: digits, as: UTF8.self)) else { return false }
            numbers.append(value)
            digits = []
            return true
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: "Z"):
                guard flush() else { return nil }
                zone = 0
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard flush() else { return nil }
                if numbers.count >= 4 {
                    inZone = true
                    sign = byte == UInt8(ascii: "-") ? -1 : 1
                    zone = Int64(numbers.count)
                } else if byte == UInt8(ascii: "+") {
                    return nil
                }
            case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: "T"):
                guard flush() else { return nil }
            default: return nil
            }
        }
        guard flush() else { return nil }
        var offset = Int64(offsetMinutes)
        if inZone, let start = zone {
            let parts = Array(numbers[Int(start)...])
            numbers.removeLast(parts.count)
            guard let first = parts.first else { return nil }
            offset = sign * (parts.count > 1 ? first * 60 + parts[1] : first / 100 * 60 + first % 100)
        } else if zone != nil {
            offset = 0
        }
        guard numbers.count >= 3, numbers.count <= 7, (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2])
        else { return nil }
        func part(_ index: Int) -> Int64 { index < numbers.count ? numbers[index] : 0 }
        guard part(3) < 24, part(4) < 60, part(5) < 61, part(6) < 1000 else { return nil }
        let day = Timestamp.days(year: Int(numbers[0]), month: Int(numbers[1]), day: Int(numbers[2]))
        milliseconds =
            day * 86_400_000 + part(3) * 3_600_000 + part(4) * 60_000 + part(5) * 1000 + part(6) - offset * 60_000
    }

    /// Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-compatible date algorithms").
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(days: Int64) -> (year: Int64, month: Int, day: Int) {
        let shifted = days + 719_468
        let (era, dayOfEra) = floorDivision(shifted, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    var year: Int64 { Timestamp.civil(days: floorDivision(milliseconds, 86_400_000).0).year }
}

private func floorDivision(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let quotient = value / divisor
    let remainder = value % divisor
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

private func pad(_ value: Int, width: Int = 2) -> String {
    let text = String(value)
    return text.count >= width ? text : String(repeating: "0", count: width - text.count) + text
}

extension Timestamp {
    static var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

extension Timestamp {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, IMF-fixdate)
    var httpDate: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (day, _) = floorDivision(milliseconds, 86_400_000)
        let date = Timestamp.civil(days: day)
        let weekday = days[Int(floorDivision(day, 7).1)]
        let time = iso.dropFirst(11).prefix(8)
        return "\(weekday), \(pad(date.day)) \(months[date.month - 1]) \(date.year) \(time) GMT"
    }
}
