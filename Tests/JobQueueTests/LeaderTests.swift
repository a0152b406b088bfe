import JobQueue
import RedisClient
import TestSupport
import Testing

@Suite("The leader's lease, and who is alive", .redis)
struct LeaderTests {
    @Test("one process leads; the next one's fence is higher")
    func leadership() async throws {
        let redis = try await RedisSuite.client()
        let prefix = "l\(UInt32.random(in: 0 ... .max))"
        let a = LeaderLease(redis: redis, holder: "host|1", prefix: prefix)
        let b = LeaderLease(redis: redis, holder: "b", prefix: prefix)
        let first = try #require(try await a.acquire())
        #expect(try await b.acquire() == nil)
        #expect(try await a.acquire() == first)
        #expect(try await a.renew())
        #expect(try await !b.renew())
        try await b.release()
        #expect(try await a.currentHolder() == "host 1")
        try await a.release()
        let second = try #require(try await b.acquire())
        #expect(second > first)
        #expect(try await !a.renew())
    }

    @Test("a leader that says nothing is followed by another")
    func expiry() async throws {
        let redis = try await RedisSuite.client()
        let prefix = "l\(UInt32.random(in: 0 ... .max))"
        let brief = LeaderLease(redis: redis, holder: "a", prefix: prefix, duration: .milliseconds(1))
        #expect(try await brief.acquire() != nil)
        let next = LeaderLease(redis: redis, holder: "b", prefix: prefix)
        try await eventually("the lease expires") { try await next.acquire() != nil }
        #expect(try await !brief.renew())
    }

    @Test("workers are listed with what they say of themselves, until they leave")
    func workers() async throws {
        let redis = try await RedisSuite.client()
        let registry = WorkerRegistry(redis: redis, prefix: "w\(UInt32.random(in: 0 ... .max))")
        try await registry.announce("host-1-a", ["state": "working", "jobs": "50"])
        try await registry.announce("host-2-b", [:])
        let workers = try await registry.workers()
        #expect(Set(workers.map(\.id)) == ["host-1-a", "host-2-b"])
        #expect(workers.first { $0.id == "host-1-a" }?.facts == ["state": "working", "jobs": "50"])
        #expect(workers.allSatisfy { $0.lastSeen > 1_700_000_000_000 })
        try await registry.leave("host-1-a")
        #expect(try await registry.workers().map(\.id) == ["host-2-b"])
    }
}
