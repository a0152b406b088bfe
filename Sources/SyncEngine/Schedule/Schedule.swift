package import Foundation

/// When something is due again: at a fixed interval, by a cron expression, or never.
///
/// Its slots depend on nothing but the clock, so that every process that reads it names the same ones: an interval's slots
/// are the multiples of its length since 1970.
package enum Schedule: Sendable, Equatable {
    case off
    case every(seconds: Int)
    case cron(CronExpression)

    /// `off`, an interval (`90s`, `5m`, `4h`, `1d`; a minute at least) or a cron expression in UTC.
    /// - Throws: ``ScheduleError`` with a sentence.
    package init(_ text: String) throws(ScheduleError) {
        let text = text.trimmingCharacters(in: .whitespaces)
        if text.lowercased() == "off" {
            self = .off
        } else if text.hasPrefix("@") || text.contains(" ") {
            self = .cron(try CronExpression(text))
        } else {
            self = .every(seconds: try Self.interval(text))
        }
    }

    /// The slot that `date` is in and the one after it; `nil` when there is none.
    package func slots(around date: Date) -> (current: Date, next: Date)? {
        switch self {
        case .off: return nil
        case .every(let seconds):
            let length = Double(seconds)
            let start = (date.timeIntervalSince1970 / length).rounded(.down) * length
            return (Date(timeIntervalSince1970: start), Date(timeIntervalSince1970: start + length))
        case .cron(let expression):
            guard let current = expression.latest(upTo: date), let next = expression.first(after: date) else {
                return nil
            }
            return (current, next)
        }
    }

    private static func interval(_ text: String) throws(ScheduleError) -> Int {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (1...100_000).contains(count)
        else {
            throw ScheduleError(
                "“\(text)” is neither off nor an interval such as 5m nor a cron expression such as 0 3 * * *")
        }
        guard (60...31 * 86_400).contains(count * unit) else {
            throw ScheduleError("“\(text)” must be from a minute to 31 days")
        }
        return count * unit
    }
}

package struct ScheduleError: Error, Equatable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
