package import Foundation
internal import RedisClient

extension JobQueue {
    /// The time of Redis, by which everything here goes.
    package func now() async throws -> Date {
        let reply = try await redis.send("TIME")
        guard let seconds = reply.array?.first?.int else {
            throw QueueError(.unexpectedReply, "TIME: \(String(describing: reply).prefix(200))")
        }
        return Date(timeIntervalSince1970: Double(seconds))
    }

    /// Takes a slot of a schedule: true for one caller, whoever comes first, and for nobody after that.
    /// - Parameter next: when the next slot begins; the slot is remembered for longer than that.
    package func fire(_ schedule: String, slot: Date, until next: Date) async throws -> Bool {
        let seconds = Int(slot.timeIntervalSince1970)
        let memory = 2 * Swift.max(Int(next.timeIntervalSince(slot)), 1) + 3600
        let reply = try await redis.run(
            QueueScripts.keep, keys: [keys.cron(schedule, slot: seconds)],
            arguments: ["1", "NX", "EX", RedisArgument(memory)])
        return !reply.isNull
    }
}
