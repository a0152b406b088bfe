package import ConfluenceModel
import RedisClient

/// What an operator decides; each change leaves an event with its author.
extension JobQueue {
    /// Spaces that may be paused or drained at the same time.
    package static let heldSpaceLimit = 500

    /// Claims answer ``Claim/paused(reason:)``, or pass over one space, until ``resume(space:author:)`` or for a while.
    /// What is leased is finished.
    /// - Throws: ``QueueError`` `invalidArgument` for a space that cannot be one, or too many of them.
    package func pause(
        space: SpaceID? = nil, reason: String, author: String = "", for duration: Duration? = nil
    ) async throws {
        try await control("pause", space, reason, author, duration)
    }

    /// Also ends waiting that the site asked for, when it is for all spaces. Does nothing where nothing is paused.
    package func resume(space: SpaceID? = nil, author: String = "") async throws {
        try await control("resume", space, "", author, nil)
    }

    /// Refuses new jobs, or those of one space, while the waiting ones are done, until `drain(false)` or for a while.
    package func drain(
        _ on: Bool = true, space: SpaceID? = nil, reason: String = "", author: String = "",
        for duration: Duration? = nil
    ) async throws {
        try await control(on ? "drain" : "undrain", space, reason, author, duration)
    }

    /// All workers wait at least this long before their next claim: a `Retry-After` outside of a job.
    package func wait(_ duration: Duration, reason: String = "throttled") async throws {
        try await control("wait", nil, reason, "", duration)
    }

    private func control(
        _ operation: RedisArgument, _ space: SpaceID?, _ reason: String, _ author: String, _ duration: Duration?
    ) async throws {
        if let space, !space.rawValue.isPlainWord {
            throw QueueError(.invalidArgument, "\"\(space.rawValue.field(64))\" is no id of a space")
        }
        let milliseconds = duration.map { String(min(Swift.max($0.milliseconds, 0), Self.longestHold)) } ?? ""
        let answer = try await call(
            QueueScripts.control,
            [
                operation, RedisArgument(space?.rawValue ?? ""), RedisArgument(reason.field(200)),
                RedisArgument(author.field(64)), RedisArgument(milliseconds),
            ])
        if answer.first?.string == "full" {
            throw QueueError(
                .invalidArgument, "\(Self.heldSpaceLimit) spaces are held already; pause everything instead")
        }
    }

    /// Ten years.
    private static let longestHold = 315_360_000_000
}
