import ConfluenceModel
import ConfluenceSimulator
import Foundation
import JobQueue
import Sinks
import StorageFormat
import SyncEngine
import SyncState
import Testing

@Suite("A better converter", .serialized)
struct PipelineTests {
    @Test("sync --full pushes again what comes out differently, and of the rest only the number is raised")
    func better() async throws {
        try await EngineBench.with(.generated(pages: 40, spaces: 1)) { bench in
            let key = try #require(bench.simulator.pages.first { _ in true }).spaceKey
            let listing = try bench.simulator.edit(
                .create(space: key, title: "Listing", body: #"<ac:structured-macro ac:name="children"/>"#))
            let plain = try bench.simulator.edit(.create(space: key, title: "Plain", body: "<p>plain</p>"))
            let before = Pipeline(number: 7)
            #expect(try await bench.run(.incremental, pipeline: before).counts.dead == 0)
            #expect(try await bench.run(.full, pipeline: before).counts.pushed == 0)

            // Writes what the other one left out, where a page lists its children.
            var better = Pipeline(number: 8)
            better.options.dynamicPlaceholders = true
            let count = try bench.lines.count
            let full = try await bench.run(.full, pipeline: better)
            let new = try bench.lines.dropFirst(count)
            #expect(full.counts.pushed == new.count && full.counts.patched == 0 && full.counts.dead == 0)
            #expect(new.contains { $0["external_id"] as? String == "confluence:c:page:\(listing)" })
            for line in new {
                #expect((line["markdown"] as? String)?.contains("children]") == true)
                #expect((line["metadata"] as? [String: Any])?["pipeline"] as? Int == 8)
            }
            #expect(!new.contains { $0["external_id"] as? String == "confluence:c:page:\(plain)" })
            for id in [listing, plain] {
                #expect(try await bench.state.checkpoint(ContentID(id))?.pipeline == 8)
            }

            let idle = try await bench.run(.full, pipeline: better)
            #expect(idle.counts.pushed == 0 && idle.counts.patched == 0)
        }
    }

    @Test("a patch of the facts leaves the number of the converter that made the text")
    func patched() async throws {
        try await EngineBench.with(.generated(pages: 20, spaces: 1), sink: { DirectorySink(path: $0) }) { bench in
            let key = try #require(bench.simulator.pages.first { _ in true }).spaceKey
            let page = try bench.simulator.edit(.create(space: key, title: "Plain", body: "<p>plain</p>"))
            #expect(try await bench.run(.incremental, pipeline: Pipeline(number: 7)).counts.dead == 0)
            try bench.simulator.edit(.relabel(page, ["new"]))
            #expect(try await bench.run(.incremental, pipeline: Pipeline(number: 8)).counts.patched == 1)
            #expect(try await bench.state.checkpoint(ContentID(page))?.pipeline == 7)
            let file = try String(contentsOfFile: bench.path + "/\(key)/Plain.md", encoding: .utf8)
            #expect(file.contains("labels: [\"new\"]"))
            #expect(file.contains("pipeline: 7"))
        }
    }
}
