/// How fast to ask, decided from what the host answers. Pure: time comes in, waits come out.
package struct PaceState: Sendable {
    package struct Limits: Hashable, Sendable {
        /// Requests (or points) a second.
        package var rate: Double
        /// Requests at the same time.
        package var concurrency: Int
        /// A caller is held at most this long by a pause; longer ones are refused with ``Paused``.
        package var patience: Duration

        package init(rate: Double = 30, concurrency: Int = 16, patience: Duration = .seconds(30)) {
            self.rate = max(0.01, rate)
            self.concurrency = max(1, concurrency)
            self.patience = patience
        }
    }

    package let limits: Limits
    /// What our own experience allows; between a hundredth of the limit and the limit.
    private var learned: Double
    /// What the host says it refills, where it says so.
    private var ceiling = Double.infinity
    private var nextTurn: Duration = .zero
    private var pausedUntil: Duration = .zero
    private var slowedAt: Duration?
    private var fasterAt: Duration = .zero

    package init(_ limits: Limits) {
        self.limits = limits
        learned = limits.rate
    }

    /// Requests a second now in force.
    package var rate: Double { min(learned, ceiling) }

    package enum Turn: Hashable, Sendable {
        case now
        /// Ask again after this long.
        case after(Duration)
        case refused(remaining: Duration)
    }

    /// Up to ten unused turns, and no more than a second's worth, may be taken at once.
    package mutating func turn(cost: Int, now: Duration) -> Turn {
        let pause = pausedUntil - now
        if pause > limits.patience { return .refused(remaining: pause) }
        if pause > .zero { return .after(pause) }
        recover(now)
        let wait = nextTurn - now
        if wait > .zero { return .after(wait) }
        nextTurn = max(nextTurn, now - .seconds(min(1, 10 / rate))) + .seconds(Double(max(0, cost)) / rate)
        return .now
    }

    /// Unused turns of the past are gone: somebody else may have taken them.
    package mutating func forgetUnused(now: Duration) { nextTurn = max(nextTurn, now) }

    /// - Parameter jitter: 0 to 1, random.
    package mutating func finished(status: Int?, headers: HTTPHeaders, now: Duration, jitter: Double) {
        let wish = headers.retryAfter()
        switch status {
        case 429:
            slowDown(now)
            pause(for: wish.map { $0 * (1 + jitter / 10) } ?? .seconds(30 + 30 * jitter), now)
        case 503 where wish != nil:
            pause(for: (wish ?? .zero) * (1 + jitter / 10), now)
        default:
            if headers["X-RateLimit-NearLimit"]?.equalsIgnoringCase("true") == true { slowDown(now) }
        }
        obeyFillRate(headers)
    }

    package mutating func pause(for time: Duration, _ now: Duration) { pausedUntil = max(pausedUntil, now + time) }

    /// Answers to requests sent before the host said stop say the same again: they count once.
    private mutating func slowDown(_ now: Duration) {
        if let slowedAt, now < slowedAt + .seconds(5) { return }
        slowedAt = now
        fasterAt = max(now, pausedUntil) + .seconds(60)
        learned = max(limits.rate / 100, rate / 2)
    }

    /// A tenth more of the limit for every quiet minute.
    private mutating func recover(_ now: Duration) {
        while learned < limits.rate, now >= fasterAt {
            learned = min(limits.rate, learned + limits.rate / 10)
            fasterAt += .seconds(60)
        }
    }

    /// Data Center tells its token bucket on every answer.
    private mutating func obeyFillRate(_ headers: HTTPHeaders) {
        guard let fill = headers["X-RateLimit-FillRate"].flatMap(Double.init), fill > 0,
            let interval = headers["X-RateLimit-Interval-Seconds"].flatMap(Double.init), interval > 0
        else { return }
        ceiling = max(limits.rate / 100, fill / interval)
    }
}
