import Foundation

/// Five fields, minute hour day month weekday, in UTC: `*`, numbers, `a-b`, `/step`, lists, names of months and weekdays;
/// or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. When day and weekday are both given, either will do (crontab(5)).
package struct CronExpression: Sendable, Equatable {
    private let minutes, hours, days, months, weekdays: Set<Int>
    private let isEitherDay: Bool

    /// - Throws: ``ScheduleError``, also for what never comes, such as 30 February.
    package init(_ text: String) throws(ScheduleError) {
        let expanded = Self.nicknames[text.lowercased()] ?? text
        let fields = expanded.split(whereSeparator: \.isWhitespace).map(String.init)
        guard fields.count == 5 else {
            throw ScheduleError("“\(text)” must have the five fields minute, hour, day, month and weekday")
        }
        minutes = try CronField(fields[0], in: 0...59).values
        hours = try CronField(fields[1], in: 0...23).values
        days = try CronField(fields[2], in: 1...31).values
        months = try CronField(fields[3], in: 1...12, names: Self.monthNames, first: 1).values
        let weekdays = try CronField(fields[4], in: 0...7, names: Self.weekdayNames, first: 0).values
        self.weekdays = Set(weekdays.map { $0 % 7 })
        isEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        guard first(after: Date(timeIntervalSince1970: 0)) != nil else { throw ScheduleError("“\(text)” never comes") }
    }

    /// The last moment it names that is not after `date`.
    func latest(upTo date: Date) -> Date? { moment(from: date, step: -1) { $0 <= date } }

    func first(after date: Date) -> Date? { moment(from: date, step: 1) { $0 > date } }

    /// Looks day by day; 29 February may be eight years away.
    private func moment(from date: Date, step: Int, _ isWanted: (Date) -> Bool) -> Date? {
        var day = Self.calendar.startOfDay(for: date)
        for _ in 0...(366 * 8 + 2) {
            if let found = times(on: day, backwards: step < 0).first(where: isWanted) { return found }
            day += Double(step) * 86_400
        }
        return nil
    }

    private func times(on day: Date, backwards: Bool) -> [Date] {
        let parts = Self.calendar.dateComponents([.day, .month, .weekday], from: day)
        guard let number = parts.day, let month = parts.month, let weekday = parts.weekday, months.contains(month)
        else {
            return []
        }
        let (onDay, onWeekday) = (days.contains(number), weekdays.contains(weekday - 1))
        guard isEitherDay ? onDay || onWeekday : onDay && onWeekday else { return [] }
        let seconds = hours.flatMap { hour in minutes.map { hour * 3600 + $0 * 60 } }.sorted()
        return (backwards ? seconds.reversed() : seconds).map { day + Double($0) }
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static let nicknames = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]
    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
}
