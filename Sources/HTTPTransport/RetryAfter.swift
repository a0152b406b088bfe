package import struct Foundation.Date

extension HTTPHeaders {
    /// How long the host wants to be left alone: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), which is read
    /// against the answer's own `Date` where there is one, so that a wrong clock here does not matter.
    /// At most a day; `nil` when absent or unreadable.
    package func retryAfter(now: Date = Date()) -> Duration? {
        guard let text = self["Retry-After"]?.trimmingASCIISpace else { return nil }
        let day = 86_400.0
        if let seconds = Double(text), seconds.isFinite { return .seconds(min(max(seconds, 0), day)) }
        guard let then = Date(httpDate: text) else { return nil }
        let reference = self["Date"].flatMap { Date(httpDate: $0) } ?? now
        return .seconds(min(max(then.timeIntervalSince(reference), 0), day))
    }
}

extension Date {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form servers may send today (RFC 9110 §5.6.7).
    package init?(httpDate text: String) {
        let parts = text.split { $0 == " " || $0 == "," || $0 == ":" || $0 == "-" }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count >= 7, let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6]),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        let days = daysSince1970(year: year, month: month + 1, day: day)
        self.init(timeIntervalSince1970: Double(days * 86_400 + hour * 3_600 + minute * 60 + second))
    }
}

/// Days from 1970-01-01 in the Gregorian calendar. Years 1 to 9999, month 1 to 12.
package func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March here, so that the leap day is the last one.
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}
