package import HTTPTransport
package import RedisClient

/// The pace of one owner's quota, shared by all processes through Redis.
///
/// Tokens and slots are taken before they are used and nowhere made up, so all processes together never overspend. Where
/// one process asks much, it takes tokens in small blocks and passes slots on among its own callers; where others wait,
/// slots go back at once. Without Redis each process keeps to its share of the limits, by the number of processes last
/// known, and asks Redis again every second.
package actor RedisPace: Pace {
    private let redis: RedisClient
    private let keys: [String]
    private let limits: QuotaLimits
    private let holder: String
    private let time: Timekeeper
    private let jitter: @Sendable () -> Double
    private let turnstile = Turnstile()

    /// Tokens taken ahead; gone when the second is over.
    private var saved = 0
    private var savedUntil: Duration = .zero
    private var idle: [String] = []
    private var busy: [String] = []
    /// Could not be given back yet.
    private var owed: [String] = []
    private var lastSlot = 0
    private var isContended = false
    private var pausedUntil: Duration = .zero
    private var sleeper: Task<Void, any Error>?
    private var renewal: Task<Void, Never>?
    private var watch = LatencyWatch()
    private var lastFill: Double?

    private var knownHolders: Int
    private var fallback: PaceState
    private var fallbackBusy = 0
    private var redisIsBackAt: Duration = .zero

    /// - Parameters:
    ///   - holder: unique in all processes, for ever, and for each pace in one.
    ///   - knownHolders: processes to share with as long as Redis has not said how many there are.
    ///   - jitter: random numbers from 0 to 1.
    package init(
        redis: RedisClient, owner: QuotaOwner, limits: QuotaLimits, holder: String, prefix: String = "cc",
        knownHolders: Int = 4, clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.redis = redis
        self.limits = limits
        self.holder = holder.field(128)
        self.knownHolders = max(knownHolders, 1)
        self.jitter = jitter
        keys = QueueKeys.quota(owner, prefix: prefix)
        time = Timekeeper(clock)
        fallback = PaceState(limits.share(of: max(knownHolders, 1)))
    }

    /// Tokens a second and slots that were in force at the last call; for metrics.
    package private(set) var lastSeen: (rate: Double, concurrency: Int) = (0, 0)

    package func acquire(cost: Int) async throws {
        try await turnstile.enter()
        do {
            try await takeTurn(min(max(cost, 0), 1_000_000))
        } catch {
            await turnstile.leave()
            throw error
        }
        await turnstile.leave()
    }

    private func takeTurn(_ cost: Int) async throws {
        while true {
            try Task.checkCancellation()
            let now = time.now()
            if now < redisIsBackAt {
                if try await takeFallbackTurn(cost) { return }
                continue
            }
            let pause = pausedUntil - now
            if pause > limits.patience { throw Paused(remaining: pause) }
            if pause > .zero {
                try await time.sleep(pause)
                continue
            }
            if now > savedUntil { saved = 0 }
            if saved >= cost, let slot = idle.popLast() {
                saved -= cost
                busy.append(slot)
                return
            }
            try await ask(cost, now)
        }
    }

    /// One call; afterwards the caller looks again.
    private func ask(_ cost: Int, _ now: Duration) async throws {
        var call = QuotaCall()
        if saved < cost {
            call.tokensNeeded = cost - saved
            // A twentieth of a second's worth, and no more than those who wait here would use.
            let ahead = min(Int(min(limits.rate / 20, 100)), await turnstile.waiting * max(cost, 1))
            call.tokensWanted = call.tokensNeeded + ahead
        }
        if idle.isEmpty {
            lastSlot += 1
            call.slotsWanted = ["\(holder)/\(lastSlot)"]
        }
        let wanted = call.slotsWanted
        guard let answer = try await send(call) else { return }
        if answer.tokens > 0 {
            saved += answer.tokens
            savedUntil = now + .seconds(1)
        }
        if answer.slots > 0 {
            idle += wanted
            keepSlots()
        }
        if answer.pause > .zero { return }
        if answer.wait > .zero {
            try await nap(answer.wait)
        } else if answer.slots < wanted.count {
            // Others hold all of them. One of ours coming back ends the nap.
            try await nap(.milliseconds(10 + Int(20 * jitter())))
        }
    }

    package func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) async {
        var call = QuotaCall()
        let wish = headers.retryAfter()
        switch status {
        case 429:
            call.isToSlow = true
            call.pause = wish.map { $0 * (1 + jitter() / 10) } ?? .seconds(30 + 30 * jitter())
        case 503 where wish != nil: call.pause = (wish ?? .zero) * (1 + jitter() / 10)
        default: call.isToSlow = headers["X-RateLimit-NearLimit"]?.equalsIgnoringCase("true") == true
        }
        // It is on every answer: said once.
        if let fill = headers.fillRate, fill != lastFill {
            lastFill = fill
            call.ceiling = fill
        }
        if limits.watchesLatency, let status, (200..<300).contains(status) {
            call.isCrowded = watch.isCrowded(after: elapsed)
        }
        if let pause = call.pause { pausedUntil = max(pausedUntil, time.now() + pause) }
        fallback.finished(status: status, headers: headers, now: time.now(), jitter: jitter())
        await leaveSlot(call)
        sleeper?.cancel()
    }

    private func leaveSlot(_ news: QuotaCall) async {
        var call = news
        if let slot = busy.popLast() {
            if isContended || busy.count + idle.count >= lastSeen.concurrency {
                owed.append(slot)
            } else {
                idle.append(slot)
            }
        } else {
            fallbackBusy = max(fallbackBusy - 1, 0)
        }
        guard call.isNews || !owed.isEmpty else { return }
        call.tokensNeeded = 0
        // Not stopped by the caller's end: the slot is another's. Waited for here.
        _ = await Task { try? await send(call) }.value
    }

    /// `nil`: Redis is out of reach.
    private func send(_ call: QuotaCall) async throws -> QuotaAnswer? {
        var call = call
        call.slotsBack = owed
        call.slotsHeld = idle + busy
        owed = []
        do {
            let reply = try await redis.run(
                QueueScripts.take, keys: keys, arguments: call.arguments(limits, holder: holder),
                deadline: .milliseconds(500))
            let answer = try QuotaAnswer(reply)
            knownHolders = max(answer.holders, 1)
            isContended = answer.isContended
            lastSeen = (answer.rate, answer.concurrency)
            pausedUntil = max(pausedUntil, time.now() + answer.pause)
            return answer
        } catch is CancellationError {
            owed += call.slotsBack + call.slotsWanted
            throw CancellationError()
        } catch {
            // They expire by themselves.
            idle = []
            saved = 0
            let share = limits.share(of: knownHolders)
            if fallback.limits != share { fallback = PaceState(share) }
            // They may have been taken from Redis, by anybody.
            fallback.forgetUnused(now: time.now())
            redisIsBackAt = time.now() + .seconds(1)
            return nil
        }
    }

    private func takeFallbackTurn(_ cost: Int) async throws -> Bool {
        guard fallbackBusy + busy.count < fallback.limits.concurrency else {
            try await nap(.milliseconds(100))
            return false
        }
        switch fallback.turn(cost: cost, now: time.now()) {
        case .now:
            fallbackBusy += 1
            return true
        case .after(let wait):
            try await time.sleep(wait)
            return false
        case .refused(let remaining): throw Paused(remaining: remaining)
        }
    }

    /// Sleeps unless one of our own slots comes back meanwhile.
    private func nap(_ duration: Duration) async throws {
        let time = time
        let task = Task { try await time.sleep(duration) }
        sleeper = task
        await withTaskCancellationHandler {
            _ = await task.result
        } onCancel: {
            task.cancel()
        }
        sleeper = nil
        try Task.checkCancellation()
    }

    /// Renews what is held, and gives back what nobody has used for a second. Ends by itself with the last slot, and not
    /// before, so that a pace nobody refers to any more leaves none behind.
    private func keepSlots() {
        guard renewal == nil else { return }
        renewal = Task {
            while (try? await time.sleep(.seconds(1))) != nil, await renew() {}
        }
    }

    private func renew() async -> Bool {
        owed += idle
        idle = []
        if !(busy.isEmpty && owed.isEmpty) { _ = try? await send(QuotaCall()) }
        if busy.isEmpty && idle.isEmpty {
            renewal = nil
            return false
        }
        return true
    }
}

extension QuotaCall {
    fileprivate var isNews: Bool { isToSlow || isCrowded || pause != nil || ceiling != nil }
}

extension HTTPHeaders {
    /// Data Center tells its token bucket on every answer; tokens a second.
    fileprivate var fillRate: Double? {
        guard let fill = self["X-RateLimit-FillRate"].flatMap(Double.init), fill > 0, fill.isFinite,
            let interval = self["X-RateLimit-Interval-Seconds"].flatMap(Double.init), interval > 0
        else { return nil }
        return fill / interval
    }
}
