import ConfluenceModel
import Foundation
import JobQueue
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("Random interleavings: nothing is lost, nothing goes back, runs end once", .redis)
struct ModelTests {
    /// `QUEUE_MODEL_SEEDS=500` for 75,000 steps.
    private static let seeds = 1...(ProcessInfo.processInfo.environment["QUEUE_MODEL_SEEDS"].flatMap { Int($0) } ?? 12)

    @Test("the queue agrees with its model after every step", arguments: seeds)
    func interleavings(seed: Int) async throws {
        try await Self.play(seed, QueueFixture())
    }

    @Test("a queue with a mistake in its scripts does not", arguments: Mistake.all)
    func mistakes(mistake: Mistake) async throws {
        let redis = try await RedisSuite.client()
        await withKnownIssue {
            for seed in 1...20 {
                try await Self.play(seed, QueueFixture(redis: redis, variant: mistake.applied(to:)))
            }
        }
    }

    private static func play(_ seed: Int, _ fixture: QueueFixture) async throws {
        var model = try await QueueModel(fixture: fixture, seed: UInt64(seed))
        for _ in 0..<150 { try await model.step() }
        try await model.drain()
        try await model.checkTheEnd()
    }
}

/// One line of a script that is wrong.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let right: String
    let wrong: String

    static let all = [
        Mistake(
            testDescription: "who lost the lease may acknowledge", script: "acknowledge",
            right: "|[^|]*|' .. fence .. '|",
            wrong: "|[^|]*|[^|]*|"),
        Mistake(
            testDescription: "superseded jobs are not put back", script: "acknowledge", right: "if is_superseded then",
            wrong: "if false then"),
        Mistake(
            testDescription: "expired leases are left alone", script: "", right: "LEASES, '-inf', NOW, 'LIMIT'",
            wrong: "LEASES, '-inf', -1, 'LIMIT'"),
        Mistake(
            testDescription: "dead jobs are not counted down", script: "", right: "end_runs(r.runs, 'dead')", wrong: ""),
        Mistake(
            testDescription: "checkpoints may go back", script: "acknowledge",
            right: "read('<I4', old) > read('<I4', bytes)", wrong: "false"),
        Mistake(
            testDescription: "an older sweep's mark replaces a newer one's", script: "enqueue",
            right: "marked(ck_sweep, ck_flags, sweep, run)", wrong: "struct.pack('<I2', sweep) .. sub(ck, 18)"),
        Mistake(
            testDescription: "a second run is not told of the job it waits for", script: "enqueue",
            right: "      r.runs = runs\n", wrong: ""),
    ]

    @Sendable func applied(to original: RedisScript) -> RedisScript {
        guard script.isEmpty || script == original.name, original.source.contains(right) else { return original }
        return RedisScript(
            name: original.name, source: original.source.replacingOccurrences(of: right, with: wrong))
    }
}
