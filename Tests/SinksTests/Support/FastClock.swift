/// Time that runs fifty times as fast, so that pauses and patience can be tested as they are.
struct FastClock: Clock {
    struct Instant: InstantProtocol {
        let time: Duration
        func advanced(by duration: Duration) -> Instant { Instant(time: time + duration) }
        func duration(to other: Instant) -> Duration { other.time - time }
        static func < (one: Instant, other: Instant) -> Bool { one.time < other.time }
    }

    private let start = ContinuousClock.now

    var now: Instant { Instant(time: start.duration(to: .now) * 50) }
    var minimumResolution: Duration { .milliseconds(50) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(for: now.duration(to: deadline) / 50)
    }
}
