package import Foundation
internal import RedisClient

/// One time at which a schedule is due. It makes one run, whoever comes first.
package struct CronSlot: Sendable, Hashable {
    package let schedule: String
    package let start: Date
    /// When the next slot begins.
    package let end: Date

    package init(schedule: String, start: Date, end: Date) {
        self.schedule = schedule
        self.start = start
        self.end = end
    }

    /// In the keys of the slots that have been used.
    var name: String { "\(schedule):\(Int(start.timeIntervalSince1970))" }

    /// Seconds: longer than it can be asked for.
    var memory: Int { 2 * Swift.max(Int(end.timeIntervalSince(start)), 1) + 3600 }
}

extension JobQueue {
    /// The time of Redis, by which everything here goes.
    package func now() async throws -> Date {
        let reply = try await redis.send("TIME")
        guard let seconds = reply.array?.first?.int else {
            throw QueueError(.unexpectedReply, "TIME: \(String(describing: reply).prefix(200))")
        }
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// Whether a slot has been used: a cheap look before the request is worked out.
    package func hasFired(_ slot: CronSlot) async throws -> Bool {
        try await redis.send("EXISTS", RedisArgument(keys.cron(slot.name))).int == 1
    }
}
