import HTTPTransport
import TestSupport
import Testing

@Suite("The pace")
struct PaceTests {
    private func seconds(_ turn: PaceState.Turn) -> Double? {
        switch turn {
        case .now: 0
        case .after(let wait): wait / .seconds(1)
        case .refused: nil
        }
    }

    /// When each of so many requests may go, asked one after the other.
    private func times(_ state: inout PaceState, _ count: Int, from start: Duration = .zero) -> [Duration] {
        var now = start
        return (0..<count).map { _ in
            while true {
                switch state.turn(cost: 1, now: now) {
                case .now: return now
                case .after(let wait), .refused(let wait): now += wait
                }
            }
        }
    }

    @Test("ten requests may go at once, then so many a second")
    func rate() {
        var state = PaceState(.init(rate: 10))
        let start = Duration.seconds(100)
        let times = times(&state, 40, from: start)
        #expect(times[9] == start)
        #expect(times[39] - start >= .seconds(2.8))
        #expect(times[39] - start <= .seconds(3.1))
    }

    @Test("429 pauses everybody for what Retry-After says, and halves the rate once however many say it")
    func throttled() {
        var state = PaceState(.init(rate: 20, patience: .seconds(10)))
        for _ in 0..<5 { state.finished(status: 429, headers: ["Retry-After": "8"], now: .seconds(1), jitter: 0) }
        #expect(state.rate == 10)
        #expect(state.turn(cost: 1, now: .seconds(2)) == .after(.seconds(7)))
        #expect(state.turn(cost: 1, now: .seconds(9)) == .now)
    }

    @Test("without Retry-After the pause is 30 to 60 seconds", arguments: [(0.0, 30.0), (1.0, 60.0)])
    func throttledWithoutTime(jitter: Double, pause: Double) {
        var state = PaceState(.init(patience: .seconds(5)))
        state.finished(status: 429, headers: [:], now: .zero, jitter: jitter)
        #expect(state.turn(cost: 1, now: .zero) == .refused(remaining: .seconds(pause)))
    }

    @Test("quiet minutes bring the rate back, a tenth each")
    func recovery() {
        var state = PaceState(.init(rate: 20))
        state.finished(status: 429, headers: ["Retry-After": "1"], now: .zero, jitter: 0)
        _ = state.turn(cost: 1, now: .seconds(59))
        #expect(state.rate == 10)
        _ = state.turn(cost: 1, now: .seconds(62))
        #expect(state.rate == 12)
        _ = state.turn(cost: 1, now: .seconds(600))
        #expect(state.rate == 20)
    }

    @Test("near the limit the rate is halved without a pause; a server's own refill rate is kept to")
    func soft() {
        var state = PaceState(.init(rate: 20))
        state.finished(status: 200, headers: ["X-RateLimit-NearLimit": "true"], now: .zero, jitter: 0)
        #expect(state.rate == 10)
        #expect(seconds(state.turn(cost: 1, now: .zero)) == 0)
        state.finished(
            status: 200, headers: ["X-RateLimit-FillRate": "6", "X-RateLimit-Interval-Seconds": "2"], now: .zero,
            jitter: 0)
        #expect(state.rate == 3)
    }

    @Test("503 with Retry-After pauses, a plain one does not")
    func unavailable() {
        var state = PaceState(.init())
        state.finished(status: 503, headers: [:], now: .zero, jitter: 0)
        #expect(seconds(state.turn(cost: 1, now: .zero)) == 0)
        state.finished(status: 503, headers: ["Retry-After": "4"], now: .zero, jitter: 0)
        #expect(seconds(state.turn(cost: 1, now: .zero)) == 4)
    }

    @Test("no more at once than allowed, and a turn given back goes to who waited longest")
    func concurrency() async throws {
        let pace = LocalPace(.init(rate: 1_000_000, concurrency: 2))
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await pace.acquire(cost: 1)
                    await crowd.enter()
                    // Who is first stays until there are two.
                    try await eventually("two have their turns") { await crowd.most >= 2 }
                    await Task.yield()
                    await crowd.leave()
                    await pace.finished(status: 200, headers: [:], elapsed: .zero)
                }
            }
            try await group.waitForAll()
        }
        #expect(await crowd.most == 2)
    }

    @Test("who is cancelled while waiting leaves the queue and takes no turn")
    func cancelled() async throws {
        let pace = LocalPace(.init(rate: 1_000_000, concurrency: 1))
        try await pace.acquire(cost: 1)
        let waiting = Task { try await pace.acquire(cost: 1) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        await pace.finished(status: 200, headers: [:], elapsed: .zero)
        try await pace.acquire(cost: 1)
    }

    @Test("a long pause is refused at once, and the turn is not lost")
    func refused() async throws {
        let pace = LocalPace(.init(concurrency: 1, patience: .zero), clock: LeapingClock())
        try await pace.acquire(cost: 1)
        await pace.finished(status: 429, headers: ["Retry-After": "600"], elapsed: .zero)
        for _ in 0..<3 { await #expect(throws: Paused.self) { try await pace.acquire(cost: 1) } }
    }

    @Test("a short pause is waited for on the given clock")
    func waited() async throws {
        let clock = LeapingClock()
        let pace = LocalPace(.init(rate: 10, concurrency: 1), clock: clock, jitter: { 0 })
        try await pace.acquire(cost: 1)
        await pace.finished(status: 429, headers: ["Retry-After": "20"], elapsed: .zero)
        try await pace.acquire(cost: 1)
        #expect(clock.passed == .seconds(20))
    }
}

private actor Crowd {
    private var present = 0
    private(set) var most = 0

    func enter() {
        present += 1
        most = max(most, present)
    }

    func leave() { present -= 1 }
}
