/// How a cell shows its number, as far as it matters to a reader: as a date, a time, a share or just a number.
/// ECMA-376 part 1, 18.8.30 and 18.8.31.
enum NumberFormat: Hashable {
    enum Unit: Hashable {
        case hours
        case minutes
        case seconds
    }

    case plain
    case percent
    case date
    case time(withSeconds: Bool)
    case dateAndTime(withSeconds: Bool)
    /// `[h]:mm`: more than a day of hours.
    case elapsed(Unit, withSeconds: Bool)

    /// Formats that files name by number alone; those of East Asian programs among them.
    init(builtin id: Int) {
        switch id {
        case 9, 10: self = .percent
        case 14...17, 27...31, 36, 50...54, 57, 58: self = .date
        case 18, 20, 32, 34, 55: self = .time(withSeconds: false)
        case 19, 21, 33, 35, 45, 47, 56: self = .time(withSeconds: true)
        case 22: self = .dateAndTime(withSeconds: false)
        case 46: self = .elapsed(.hours, withSeconds: true)
        default: self = .plain
        }
    }

    /// - Parameter code: such as `[$-409]d\-mmm\-yy;@`. The first section speaks for all.
    init(code: String) {
        var letters = FormatLetters()
        letters.read(code)
        if let unit = letters.elapsed {
            self = .elapsed(unit, withSeconds: unit == .seconds || letters.hasSeconds)
        } else if letters.hasDate {
            self = letters.hasTime ? .dateAndTime(withSeconds: letters.hasSeconds) : .date
        } else if letters.hasTime {
            self = .time(withSeconds: letters.hasSeconds)
        } else {
            self = letters.isPercent ? .percent : .plain
        }
    }
}

/// The letters of a format's code that stand for parts of a date or time.
private struct FormatLetters {
    var hasDate = false
    var hasTime = false
    var hasSeconds = false
    var isPercent = false
    var elapsed: NumberFormat.Unit?
    private var previous: UInt8 = 0

    mutating func read(_ code: String) {
        let bytes = Array(code.utf8.prefix(1_024))
        if PartName.lowercased(code).hasPrefix("general") { return }
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ";"): return
            case UInt8(ascii: "\""):
                index = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count
            case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): index += 1
            case UInt8(ascii: "["):
                let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
                readBrackets(bytes[(index + 1)..<max(index + 1, end)])
                index = end
            case UInt8(ascii: "%"): isPercent = true
            case UInt8(ascii: "A"), UInt8(ascii: "a"):
                // AM/PM, A/P
                if bytes[index...].prefix(3).contains(UInt8(ascii: "/")) { hasTime = true }
                let isLong = bytes[index...].dropFirst().first.map { $0 | 0x20 } == UInt8(ascii: "m")
                if hasTime { index += isLong ? 4 : 2 }
            default: readLetter(bytes[index] | 0x20, next: bytes[(index + 1)...])
            }
            index += 1
        }
    }

    private mutating func readBrackets(_ inside: ArraySlice<UInt8>) {
        guard let first = inside.first.map({ $0 | 0x20 }), inside.allSatisfy({ $0 | 0x20 == first }) else { return }
        switch first {
        case UInt8(ascii: "h"): elapsed = .hours
        case UInt8(ascii: "m"): elapsed = .minutes
        case UInt8(ascii: "s"): elapsed = .seconds
        default: return
        }
        previous = first
    }

    /// An `m` is a month, but minutes behind hours or before seconds.
    private mutating func readLetter(_ letter: UInt8, next: ArraySlice<UInt8>) {
        switch letter {
        case UInt8(ascii: "y"), UInt8(ascii: "d"): hasDate = true
        case UInt8(ascii: "e"):
            // The year of an era; not the exponent of `0.0E+00`.
            if let sign = next.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { return }
            hasDate = true
        case UInt8(ascii: "h"): hasTime = true
        case UInt8(ascii: "s"):
            hasTime = true
            hasSeconds = true
        case UInt8(ascii: "m"):
            let isMinutes = previous == UInt8(ascii: "h")
            let following = next.first { ($0 | 0x20) != letter && ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
            if isMinutes || following.map({ $0 | 0x20 }) == UInt8(ascii: "s") { hasTime = true } else { hasDate = true }
            if isMinutes { return }
        default: return
        }
        previous = letter
    }
}
