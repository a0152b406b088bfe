import HTTPTransport
import JobQueue
import RedisClient
import TestSupport
import Testing

@Suite("Governor: one pace for all processes", .redis)
struct GovernorTests {
    /// Counts as the host would.
    private actor Site {
        private(set) var arrivals: [ContinuousClock.Instant] = []
        private(set) var most = 0
        private(set) var byCaller: [Int: Int] = [:]
        private var now = 0

        func serve(_ caller: Int, for duration: Duration) async throws {
            arrivals.append(.now)
            byCaller[caller, default: 0] += 1
            now += 1
            most = max(most, now)
            try await Task.sleep(for: duration)
            now -= 1
        }
    }

    private let owner = QuotaOwner(.site, "site-\(UInt32.random(in: 0 ... .max))")

    private func pace(_ number: Int, _ limits: QuotaLimits, redis: RedisClient? = nil) async throws -> RedisPace {
        let client: RedisClient
        if let redis { client = redis } else { client = try await RedisSuite.client() }
        return RedisPace(redis: client, owner: owner, limits: limits, holder: "process-\(number)", jitter: { 0 })
    }

    private func field(_ name: String) async throws -> Double? {
        try await RedisSuite.client().send("HGET", RedisArgument("cc:quota:{\(owner)}"), RedisArgument(name)).double
    }

    @Test(
        "two connectors on one owner never overspend together, in requests a second or at once",
        arguments: [(rate: 100.0, concurrency: 3, requests: 60), (rate: 2000, concurrency: 64, requests: 1500)])
    func together(rate: Double, concurrency: Int, requests: Int) async throws {
        let limits = QuotaLimits(rate: rate, concurrency: concurrency)
        let site = Site()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...2 {
                let pace = try await pace(number, limits)
                for _ in 1...requests / 2 {
                    group.addTask {
                        try await pace.acquire(cost: 1)
                        try await site.serve(number, for: .milliseconds(10))
                        await pace.finished(status: 200, headers: [:], elapsed: .milliseconds(10))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await site.most <= concurrency)
        #expect(await site.byCaller == [1: requests / 2, 2: requests / 2])
        for (index, arrival) in await site.arrivals.enumerated() {
            #expect(Double(index + 1) <= 10 + rate * ((arrival - start) / .seconds(1)), "request \(index + 1) is early")
        }
    }

    @Test("a busy process does not keep the slots from another")
    func fairness() async throws {
        let limits = QuotaLimits(rate: 10_000, burst: 10_000, concurrency: 2)
        let site = Site()
        let busy = try await pace(1, limits)
        let other = try await pace(2, limits)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...500 {
                group.addTask {
                    try await busy.acquire(cost: 1)
                    try await site.serve(1, for: .milliseconds(2))
                    await busy.finished(status: 200, headers: [:], elapsed: .milliseconds(2))
                }
            }
            try await eventually("the first is at it") { await site.most == 2 }
            for _ in 1...5 {
                try await other.acquire(cost: 1)
                try await site.serve(2, for: .milliseconds(2))
                await other.finished(status: 200, headers: [:], elapsed: .milliseconds(2))
            }
            #expect(await site.byCaller[1] ?? 0 < 500)
            group.cancelAll()
            while let result = await group.nextResult() { _ = result }
        }
        #expect(await site.most <= 2)
    }

    @Test("Retry-After is seen by every process at once; long pauses are refused, not slept on")
    func pauseForAll() async throws {
        let first = try await pace(1, QuotaLimits(patience: .seconds(5)))
        let second = try await pace(2, QuotaLimits(patience: .seconds(5)))
        try await second.acquire(cost: 1)
        await second.finished(status: 200, headers: [:], elapsed: .zero)
        try await first.acquire(cost: 1)
        await first.finished(status: 429, headers: ["Retry-After": "40"], elapsed: .zero)
        for pace in [first, second] {
            await #expect {
                try await pace.acquire(cost: 1)
            } throws: { error in
                (error as? Paused).map { $0.remaining > .seconds(30) && $0.remaining <= .seconds(40) } == true
            }
        }
        #expect(try await field("learned") == 15)
    }

    @Test("a short pause is slept through")
    func shortPause() async throws {
        let first = try await pace(1, QuotaLimits())
        let second = try await pace(2, QuotaLimits())
        try await first.acquire(cost: 1)
        await first.finished(status: 503, headers: ["Retry-After": "1"], elapsed: .zero)
        let start = ContinuousClock.now
        try await second.acquire(cost: 1)
        #expect(ContinuousClock.now - start > .milliseconds(900))
        // No reason to go slower afterwards.
        #expect(try await field("learned") == 30)
    }

    @Test("warnings halve the rate once in a while, quiet minutes give it back")
    func adaptive() async throws {
        let pace = try await pace(1, QuotaLimits(rate: 100))
        for _ in 1...3 {
            try await pace.acquire(cost: 1)
            await pace.finished(status: 200, headers: ["X-RateLimit-NearLimit": "true"], elapsed: .zero)
        }
        #expect(try await field("learned") == 50)
        let faster = try #require(try await field("faster"))
        let client = try await RedisSuite.client()
        let key = RedisArgument("cc:quota:{\(owner)}")
        _ = try await client.send("HSET", key, "faster", RedisArgument("\(Int(faster) - 200_000)"))
        try await pace.acquire(cost: 1)
        #expect(try await field("learned") == 80)
        await pace.finished(
            status: 200, headers: ["X-RateLimit-FillRate": "10", "X-RateLimit-Interval-Seconds": "2"], elapsed: .zero)
        try await pace.acquire(cost: 1)
        #expect(await pace.lastSeen.rate == 5)
        await pace.finished(status: 200, headers: [:], elapsed: .zero)
    }

    @Test("the least of all limits counts for a minute after its owner has gone; then the others' do")
    func raised() async throws {
        let low = try await pace(1, QuotaLimits(rate: 20, concurrency: 4))
        let high = try await pace(2, QuotaLimits(rate: 40, concurrency: 16))
        for pace in [high, low, high] {
            try await pace.acquire(cost: 1)
            await pace.finished(status: 200, headers: [:], elapsed: .zero)
        }
        let client = try await RedisSuite.client()
        let key = RedisArgument("cc:quota:{\(owner)}")
        for (seconds, expected) in [(0, (20.0, 4)), (61, (40.0, 16))] {
            for name in ["limited", "mosted"] {
                _ = try await client.send("HINCRBY", key, RedisArgument(name), RedisArgument(-seconds * 1000))
            }
            let another = try await pace(3 + seconds, QuotaLimits(rate: 40, concurrency: 16))
            try await another.acquire(cost: 1)
            #expect(await another.lastSeen == expected)
            await another.finished(status: 200, headers: [:], elapsed: .zero)
        }
    }

    @Test("answers that take twice as long halve what is asked for at once, where the host says nothing")
    func latency() async throws {
        for watches in [true, false] {
            let pace = RedisPace(
                redis: try await RedisSuite.client(), owner: QuotaOwner(.site, "\(owner.name)-\(watches)"),
                limits: QuotaLimits(rate: 10_000, burst: 10_000, concurrency: 4, watchesLatency: watches), holder: "p")
            for milliseconds in Array(repeating: 300, count: 60) + Array(repeating: 800, count: 60) {
                try await pace.acquire(cost: 1)
                await pace.finished(status: 200, headers: [:], elapsed: .milliseconds(milliseconds))
            }
            try await pace.acquire(cost: 1)
            await pace.finished(status: 200, headers: [:], elapsed: .zero)
            #expect(await pace.lastSeen.concurrency == (watches ? 2 : 4))
        }
    }

    @Test("slots of a process that died come free")
    func deadHolder() async throws {
        let dead = try await pace(1, QuotaLimits(concurrency: 2))
        let alive = try await pace(2, QuotaLimits(concurrency: 2))
        for _ in 1...2 { try await dead.acquire(cost: 1) }
        let client = try await RedisSuite.client()
        let key = RedisArgument("cc:quota:{\(owner)}:slots")
        let held = try #require(try await client.send("ZRANGE", key, "0", "-1").array)
        #expect(held.count == 2)
        async let turn: Void = alive.acquire(cost: 1)
        for slot in held.compactMap(\.string) { _ = try await client.send("ZADD", key, "1", RedisArgument(slot)) }
        try await turn
        await alive.finished(status: nil, headers: [:], elapsed: .zero)
    }

    @Test("slots are given back when nobody uses them")
    func idleSlots() async throws {
        let pace = try await pace(1, QuotaLimits(concurrency: 4))
        try await pace.acquire(cost: 1)
        await pace.finished(status: 200, headers: [:], elapsed: .zero)
        let client = try await RedisSuite.client()
        try await eventually("no slot is held") {
            try await client.send("ZCARD", RedisArgument("cc:quota:{\(owner)}:slots")).int == 0
        }
    }

    @Test("slots of a pace that was dropped are given back too, long before they would expire")
    func droppedPace() async throws {
        func once() async throws {
            let pace = try await pace(1, QuotaLimits(concurrency: 1))
            try await pace.acquire(cost: 1)
            await pace.finished(status: 200, headers: [:], elapsed: .zero)
        }
        try await once()
        let other = try await pace(2, QuotaLimits(concurrency: 1))
        let start = ContinuousClock.now
        try await other.acquire(cost: 1)
        #expect(ContinuousClock.now - start < .seconds(10))
        await other.finished(status: 200, headers: [:], elapsed: .zero)
    }

    @Test("points: what costs more than can be saved up leaves a debt, and the next waits for it")
    func points() async throws {
        let pace = try await pace(1, QuotaLimits(rate: 100, burst: 10))
        let start = ContinuousClock.now
        try await pace.acquire(cost: 60)
        try await pace.acquire(cost: 1)
        #expect(ContinuousClock.now - start > .milliseconds(500))
        try await pace.acquire(cost: 0)
    }

    @Test("two connectors of one app never spend more points together than it has")
    func sharedPoints() async throws {
        let app = QuotaOwner(.app, "app-\(UInt32.random(in: 0 ... .max))")
        let limits = QuotaLimits(rate: 200, burst: 20)
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Double.self) { group in
            for number in 1...2 {
                let client = try await RedisSuite.client()
                let pace = RedisPace(redis: client, owner: app, limits: limits, holder: "p\(number)", jitter: { 0 })
                for cost in 1...12 {
                    group.addTask {
                        try await pace.acquire(cost: cost)
                        await pace.finished(status: 200, headers: [:], elapsed: .zero)
                        return Double(cost)
                    }
                }
            }
            var spent = 0.0
            while let cost = try await group.next() {
                spent += cost
                // One answer may leave a debt, which the next ones wait for.
                #expect(spent - cost <= 20 + 200 * ((ContinuousClock.now - start) / .seconds(1)))
            }
            #expect(spent == 156 && ContinuousClock.now - start >= .milliseconds(600))
        }
    }

    @Test("a caller that gives up takes no turn")
    func cancelled() async throws {
        let pace = try await pace(1, QuotaLimits(rate: 1000, concurrency: 1))
        try await pace.acquire(cost: 1)
        let waiting = (1...3).map { _ in Task { try await pace.acquire(cost: 1) } }
        for task in waiting {
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        await pace.finished(status: 200, headers: [:], elapsed: .zero)
        try await pace.acquire(cost: 1)
        await pace.finished(status: 200, headers: [:], elapsed: .zero)
    }

    @Test("odd values in Redis stop nobody for ever", arguments: ["nan", "inf", "-1e300", "x", "1", "1e14"])
    func hostile(value: String) async throws {
        let client = try await RedisSuite.client()
        let key = RedisArgument("cc:quota:{\(owner)}")
        for name in [
            "tokens", "at", "learned", "slowed", "faster", "until", "limit", "limited", "narrow", "narrowed", "most",
            "mosted", "hungry",
        ] {
            _ = try await client.send("HSET", key, RedisArgument(name), RedisArgument(value))
        }
        let pace = try await pace(1, QuotaLimits(rate: 30, concurrency: 16))
        try await pace.acquire(cost: 1)
        #expect(await pace.lastSeen == (30, 16))
        await pace.finished(status: 429, headers: ["Retry-After": "1"], elapsed: .zero)
        #expect(await pace.lastSeen.rate == 15)
    }

    @Test("one request waits for all who count it, and lets go of them when one refuses")
    func joint() async throws {
        let site = try await pace(1, QuotaLimits(concurrency: 1))
        let refusing = LocalPace(.init(patience: .zero))
        try await refusing.acquire(cost: 1)
        await refusing.finished(status: 429, headers: ["Retry-After": "60"], elapsed: .zero)
        let joint = JointPace([.init(site), .init(refusing, countsPoints: true)])
        await #expect(throws: Paused.self) { try await joint.acquire(cost: 7) }
        try await site.acquire(cost: 1)
        await site.finished(status: 200, headers: [:], elapsed: .zero)
    }
}

@Suite("Governor without Redis")
struct GovernorAloneTests {
    @Test("each process keeps to its share, and comes back when Redis does")
    func share() async throws {
        let server = try await RedisServer.start()
        let limits = QuotaLimits(rate: 40, concurrency: 4)
        let owner = QuotaOwner(.sink, "s")
        var paces: [RedisPace] = []
        for number in 1...2 {
            let client = try await RedisSuite.client(of: server)
            let pace = RedisPace(redis: client, owner: owner, limits: limits, holder: "p\(number)")
            try await pace.acquire(cost: 1)
            await pace.finished(status: 200, headers: [:], elapsed: .zero)
            paces.append(pace)
        }
        // Now both know of two.
        try await paces[0].acquire(cost: 1)
        await paces[0].finished(status: 200, headers: [:], elapsed: .zero)
        await server.kill()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for pace in paces {
                for _ in 1...30 {
                    group.addTask {
                        try await pace.acquire(cost: 1)
                        await pace.finished(status: 200, headers: [:], elapsed: .zero)
                    }
                }
            }
            try await group.waitForAll()
        }
        // Thirty each at twenty a second, a few from before.
        #expect(ContinuousClock.now - start > .milliseconds(1200))
        try await server.restart()
        try await eventually("Redis is asked again") {
            try await paces[0].acquire(cost: 1)
            await paces[0].finished(status: 200, headers: [:], elapsed: .zero)
            let client = try await RedisSuite.client(of: server)
            return try await client.send("EXISTS", "cc:quota:{sink:s}").int == 1
        }
        await server.stop()
    }
}

@Suite("Quota owners")
struct QuotaOwnerTests {
    @Test("owners stand safely in a key")
    func owners() {
        #expect(QuotaOwner(.site, "a.example:443").description == "site:a.example:443")
        #expect(QuotaOwner(.app, "x}{y z\n").description == "app:x__y_z_")
        #expect(QuotaOwner(.credential, String(repeating: "a", count: 500)).name.count == 128)
    }
}
