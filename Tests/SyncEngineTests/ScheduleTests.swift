import Foundation
import SyncEngine
import Testing

@Suite("Schedules")
struct ScheduleTests {
    private static let sunday = "2026-11-22T21:30:17Z"

    /// The expectations are croniter's (6.2.4), asked for the moment before and after ``sunday``.
    @Test(
        "a cron expression names the moments that another implementation names",
        arguments: [
            ("*/5 * * * *", "2026-11-22T21:30:00Z", "2026-11-22T21:35:00Z"),
            ("0 3 * * *", "2026-11-22T03:00:00Z", "2026-11-23T03:00:00Z"),
            ("15 2,14 * * mon-fri", "2026-11-20T14:15:00Z", "2026-11-23T02:15:00Z"),
            ("0 0 29 2 *", "2024-02-29T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("30 4 1,15 * 5", "2026-11-20T04:30:00Z", "2026-11-27T04:30:00Z"),
            ("0 0 13 * fri", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z"),
            ("5/20 6-8 * * *", "2026-11-22T08:45:00Z", "2026-11-23T06:05:00Z"),
            ("0 12 31 * *", "2026-10-31T12:00:00Z", "2026-12-31T12:00:00Z"),
            ("59 23 * dec sun", "2025-12-28T23:59:00Z", "2026-12-06T23:59:00Z"),
            ("0 0 * * 7", "2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z"),
            ("0 */7 * * *", "2026-11-22T21:00:00Z", "2026-11-23T00:00:00Z"),
            ("@monthly", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ])
    func cron(text: String, current: String, next: String) throws {
        let slots = try #require(try Schedule(text).slots(around: try Date(Self.sunday, strategy: .iso8601)))
        #expect(slots.current == (try Date(current, strategy: .iso8601)))
        #expect(slots.next == (try Date(next, strategy: .iso8601)))
    }

    @Test("every process names the same slots of an interval, whenever it started")
    func intervals() throws {
        let slots = try #require(try Schedule("4h").slots(around: try Date(Self.sunday, strategy: .iso8601)))
        #expect(slots.current == (try Date("2026-11-22T20:00:00Z", strategy: .iso8601)))
        #expect(slots.next == (try Date("2026-11-23T00:00:00Z", strategy: .iso8601)))
        #expect(try Schedule("OFF").slots(around: .now) == nil)
    }

    @Test(
        "what is no schedule is refused with a sentence",
        arguments: [
            "", "5", "5x", "-5m", "10s", "99999d", "0 3 * *", "60 * * * *", "* 24 * * *", "0 0 0 * *", "0 0 31 2 *",
            "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *", "a * * * *", "@never", "99999999999999999999m", "*-5 * * * *",
        ])
    func refused(text: String) {
        #expect(throws: ScheduleError.self) { try Schedule(text) }
    }
}
