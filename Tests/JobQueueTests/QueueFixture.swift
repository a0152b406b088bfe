import ConfluenceModel
import JobQueue
import RedisClient
import SyncState

/// A queue of its own for one test, in the server of its suite.
struct QueueFixture {

    let redis: RedisClient
    let queue: JobQueue
    let connector: String

    init(random: @escaping @Sendable () -> Double = { 0 }) async throws {
        self.init(redis: try await RedisSuite.client(), random: random)
    }

    init(
        redis: RedisClient, random: @escaping @Sendable () -> Double = { 0 },
        variant: (@Sendable (RedisScript) -> RedisScript)? = nil
    ) {
        self.redis = redis
        connector = "t\(UInt32.random(in: 0 ... .max))"
        queue = JobQueue(redis: redis, connector: connector, random: random, variant: variant)
    }

    func key(_ name: String) -> String { "cc:{\(connector)}:\(name)" }

    @discardableResult
    func send(_ words: String...) async throws -> RESPValue {
        try await redis.send(words.map { RedisArgument($0) })
    }

    /// A page of space 42 whose ordinal is 1.
    func page(
        _ id: Int, version: Int = 1, ordinal: UInt16 = 1, tree: UInt32? = nil, facts: UInt32? = nil,
        flags: JobFlags = []
    ) -> JobItem {
        JobItem(
            id: JobID(.page, ContentID("\(id)")), space: SpaceID("42"), version: version, spaceOrdinal: ordinal,
            treeDigest: tree, factsDigest: facts, flags: flags)
    }

    func setCheckpoint(_ id: Int, _ checkpoint: Checkpoint) async throws {
        _ = try await redis.send(
            "HSET", RedisArgument(key("ck")), "\(id)", RedisArgument(checkpoint.bytes))
    }

    func checkpoint(_ id: Int) async throws -> Checkpoint? { try await known(id)?.checkpoint }

    func receipt(_ id: Int) async throws -> Receipt? { try await known(id)?.receipt }

    private func known(_ id: Int) async throws -> KnownObject? {
        try await send("HGET", key("ck"), "\(id)").bytes.flatMap { KnownObject(bytes: $0) }
    }

    func setSweep(_ number: UInt16) async throws { try await send("HSET", key("meta"), "sweep", "\(number)") }

    func run(_ mode: RunMode = .incremental, spaces: [String] = []) async throws -> RunID {
        let id = try await queue.createRun(RunRequest(mode: mode, runClass: .sweep, spaces: spaces)).id
        try await queue.beginRun(id)
        return id
    }

    /// Claims, and fails the test when there is nothing.
    func claim(
        max: Int = 50, lease: Duration = .seconds(30), families: [JobFamily] = JobFamily.allCases
    ) async throws -> Lease {
        let claim = try await queue.claim(worker: "worker-1", max: max, lease: lease, families: families)
        guard case .lease(let lease) = claim else { throw Unexpected(what: "\(claim)") }
        return lease
    }

    func counts(_ run: RunID) async throws -> RunCounts {
        guard let run = try await queue.run(run) else { throw Unexpected(what: "no run \(run)") }
        return run.counts
    }

    func pushed(_ id: JobID, version: UInt32 = 1, sweep: UInt16 = 0, pipeline: UInt8 = 1) -> JobResult {
        JobResult(
            id: id, outcome: .pushed,
            checkpoint: .write(
                Checkpoint(
                    version: version, treeDigest: 11, factsDigest: 22, pipeline: pipeline, spaceOrdinal: 1,
                    sweep: sweep, flags: .digestsKnown
                ).bytes),
            receipt: .write(
                Receipt(version: version, contentHash: .init(repeating: 9, count: 32), documentID: "doc-\(version)")
                    .bytes))
    }

    struct Unexpected: Error { var what: String }
}

extension Claim {
    /// Nothing is ready, whenever something will be.
    var isEmpty: Bool { if case .empty = self { true } else { false } }
}
