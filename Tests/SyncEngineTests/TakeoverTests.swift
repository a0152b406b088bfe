import ConfluenceClient
import ConfluenceModel
import ConfluenceSimulator
import Foundation
import HTTPTransport
import JobQueue
import RedisClient
import Sinks
import SyncEngine
import SyncState
import Testing

@Suite("Taking over what a sink holds", .serialized)
struct TakeoverTests {
    @Test("where spaces take turns, what is gone goes with the last of them, and not for runs that somebody narrowed")
    func inTurns() async throws {
        let content = ConfluenceSimulator.Content.generated(pages: 60, spaces: 2, attachmentsPerPage: 0)
        try await EngineBench.with(content, sink: { DirectorySink(path: $0) }) { bench in
            #expect(try await bench.run(.incremental).counts.pushed > 0)
            let pages = bench.simulator.pages.filter { _ in true }
            let inner = Set(pages.flatMap { $0.ancestors.map(\.id) })
            let held = try await bench.state.known(pages.map { ContentID($0.id) }).filter { $1.receipt != nil }
            let leaf = try #require(pages.first { held[ContentID($0.id)] != nil && !inner.contains($0.id) })
            try bench.simulator.edit(.trash(leaf.id))
            // As after a change of the sink to one that has all documents: when spaces were swept is still known.
            try await bench.state.forgetDocuments()
            try await takeOver(bench)
            #expect(try await bench.state.checkpoint(ContentID(leaf.id))?.spaceOrdinal == Adoption.ordinal)

            let keys = Set(pages.map(\.spaceKey)).sorted()
            #expect(try await bench.run(.incremental, spaces: [keys[0]]).counts.deleted == 0)
            for key in keys {
                let run = try await bench.run(.incremental, spaces: [key], source: "schedule, in turns")
                #expect(run.state == .finished && run.counts.deleted == (key == keys.last ? 1 : 0))
            }
            #expect(try await bench.state.checkpoint(ContentID(leaf.id)) == nil)
        }
    }

    @Test("a run of one space says nothing of documents of others, which nobody has listed since Redis was lost")
    func narrowed() async throws {
        let content = ConfluenceSimulator.Content.generated(pages: 60, spaces: 2, attachmentsPerPage: 0)
        try await EngineBench.with(content, sink: { DirectorySink(path: $0) }) { bench in
            let pushed = try await bench.run(.incremental).counts.pushed
            _ = try await bench.redis.send("FLUSHALL")
            try await takeOver(bench)
            let key = try #require(bench.simulator.pages.first { _ in true }).spaceKey
            let counts = try await bench.run(.incremental, spaces: [key]).counts
            #expect(counts.deleted == 0 && counts.held == 0 && counts.enumerated < pushed, "\(counts)")
        }
    }

    private func takeOver(_ bench: EngineBench) async throws {
        try await Takeover(
            sink: bench.sink, state: bench.state, connectorID: "c", sites: [try bench.site().webBase.description],
            logger: EngineBench.silent
        ).perform()
    }
}
