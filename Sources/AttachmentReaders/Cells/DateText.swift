/// Days since the start of a workbook's calendar as dates and times in the form of ISO 8601, with a space between them.
struct DateText {
    /// The calendar of old Macintosh programs, which starts in 1904.
    var startsIn1904 = false

    /// - Returns: `nil` for a number outside of the calendar, which Excel shows as `####`.
    func text(_ serial: Double, as format: NumberFormat) -> String? {
        guard serial.isFinite, serial >= 0, serial < 2_958_466 else { return nil }
        switch format {
        case .plain, .percent: return nil
        case .date: return date(Int(serial.rounded(.down)))
        case .time(let withSeconds): return time(seconds(serial, withSeconds) % 86_400, withSeconds)
        case .dateAndTime(let withSeconds):
            let seconds = seconds(serial, withSeconds)
            return "\(date(seconds / 86_400)) \(time(seconds % 86_400, withSeconds))"
        case .elapsed(let unit, let withSeconds): return elapsed(seconds(serial, withSeconds), unit, withSeconds)
        }
    }

    /// Rounded, since 23:30 is stored as 0.97916666666.
    private func seconds(_ serial: Double, _ withSeconds: Bool) -> Int {
        let seconds = Int((serial * 86_400).rounded())
        return withSeconds || seconds % 60 != 59 ? seconds : seconds + 1
    }

    private func time(_ seconds: Int, _ withSeconds: Bool) -> String {
        let minutes = "\(padded(seconds / 3_600)):\(padded(seconds / 60 % 60))"
        return withSeconds ? "\(minutes):\(padded(seconds % 60))" : minutes
    }

    private func elapsed(_ seconds: Int, _ unit: NumberFormat.Unit, _ withSeconds: Bool) -> String {
        let tail = withSeconds ? ":\(padded(seconds % 60))" : ""
        switch unit {
        case .hours: return "\(seconds / 3_600):\(padded(seconds / 60 % 60))\(tail)"
        case .minutes: return "\(seconds / 60)\(tail)"
        case .seconds: return "\(seconds)"
        }
    }

    private func date(_ day: Int) -> String {
        // The calendar of 1900 has a 29 February that never was, as day 60.
        if !startsIn1904, day == 60 { return "1900-02-29" }
        if !startsIn1904, day == 0 { return "1900-01-00" }
        return Self.civil(daysSince1970: startsIn1904 ? day - 24_107 : day - 25_569 + (day < 60 ? 1 : 0))
    }

    /// The proleptic Gregorian calendar in eras of 400 years that begin in March.
    static func civil(daysSince1970: Int) -> String {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        let digits = "\(year)"
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(padding)\(digits)-\(padded(month >= 10 ? month - 9 : month + 3))-\(padded(day))"
    }
}

private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
