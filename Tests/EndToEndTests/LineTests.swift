import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

@Suite("The line from site to folder", .serialized)
struct LineTests {
    @Test("the sample site arrives whole, and the second run changes nothing")
    func sampleSite() async throws {
        try await Stage.with(.sample) { stage in
            let first = try await stage.sync()
            #expect(first.status == 0, "\(first.errors)")
            try stage.expectExact()
            let before = try stage.documents.mapValues {
                try FileManager.default.attributesOfItem(atPath: $0.path)[.modificationDate] as? Date
            }

            let second = try await stage.sync()
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.count("pushed") == 0)
            #expect(try second.count("patched") == 0)
            #expect(try second.count("enumerated") == first.count("enumerated"))
            let after = try stage.documents.mapValues {
                try FileManager.default.attributesOfItem(atPath: $0.path)[.modificationDate] as? Date
            }
            #expect(before == after)
        }
    }

    @Test("a page that is no XML becomes a warning, and its words arrive")
    func malformedPage() async throws {
        try await Stage.with(.sample) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 0)
            #expect(try ended.report["warnings"] as? Int ?? 0 > 0)
            let document = try #require(try stage.documents.values.first { $0.title.hasPrefix("R&D notes") })
            #expect(document.markdown.contains("R&D"))
            // A file of the page itself is linked by its address.
            let scan = try #require(try stage.documents.values.first { $0.title == "Tank test 2024: Blade B8" })
            #expect(scan.markdown.contains("/download/attachments/\(scan.string("page_id") ?? "?")/tank-test-b8.pdf)"))
            let shown = try await ConnectorProcess.run(
                ["runs", "show"], in: stage.folder, environment: stage.environment)
            #expect(shown.output.contains(document.string("page_id") ?? "?"))
        }
    }

    @Test("what is restricted, and what lies below it, leaves no word behind")
    func restrictedPages() async throws {
        try await Stage.with(.sample) { stage in
            #expect(try await stage.sync().status == 0)
            let text = try stage.documents.values.map(\.markdown).joined()
            // Words that the sample site's restricted pages hold, and no other page does.
            for secret in ["second auk", "quiet heron", "amber limpet"] { #expect(!text.contains(secret)) }
        }
    }

    @Test("after edits, moves, deletions and a restriction the next run makes the folder exact")
    func everyKindOfChange() async throws {
        try await Stage.with(.generated(pages: 900, spaces: 3)) { stage in
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()

            var pages = stage.simulator.pages.filter {
                $0.kind == "page" && $0.status == "current" && !$0.isRestricted && !$0.ancestors.isEmpty
            }
            var random = SeededGenerator(state: 7)
            pages.shuffle(using: &random)
            let inner = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
            let leaves = pages.filter { !inner.contains($0.id) }
            let parents = pages.filter { inner.contains($0.id) }
            let restricted = try #require(parents.first)
            let below = stage.simulator.pages.filter { page in page.ancestors.contains { $0.id == restricted.id } }
                .count
            try #require(below > 0)

            for page in pages.prefix(50) { try stage.simulator.edit(.body(page.id)) }
            for page in leaves.suffix(5) {
                let target = try #require(
                    parents.last {
                        $0.spaceKey == page.spaceKey && $0.id != page.ancestors.last?.id && $0.id != restricted.id
                    })
                try stage.simulator.edit(.move(page.id, below: target.id))
            }
            for page in leaves.dropLast(5).suffix(3) { try stage.simulator.edit(.trash(page.id)) }
            let renamed = try #require(
                parents.dropFirst(3).first { page in !page.ancestors.contains { $0.id == restricted.id } })
            try stage.simulator.edit(.retitle(renamed.id, "A new name for an old page"))
            try stage.simulator.edit(.restrict(restricted.id, users: ["somebody"]))
            try stage.simulator.edit(.relabel(leaves[0].id, ["brand-new-label"]))

            let ended = try await stage.sync()
            #expect(ended.status == 0, "\(ended.errors)")
            try stage.expectExact()
            #expect(try ended.count("pushed") ?? 0 >= 45)
            #expect(try ended.count("deleted") ?? 0 >= 4)

            let idle = try await stage.sync()
            #expect(try idle.count("pushed") == 0)
            #expect(try idle.count("patched") == 0)
            #expect(try idle.count("deleted") == 0)

            var open = SiteEdit(.unrestrict)
            open.id = restricted.id
            try stage.simulator.edit(open)
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
        }
    }

    @Test("a folder that becomes restricted takes the pages in it out of the sink")
    func restrictedFolder() async throws {
        try await Stage.with(.sample) { stage in
            #expect(try await stage.sync().status == 0)
            let page = try #require(
                stage.simulator.pages.first { $0.ancestors.last?.title == "Incidents" && $0.isVisible })
            #expect(try stage.documents["confluence:confluence:page:\(page.id)"] != nil)
            try stage.simulator.edit(.restrict(page.ancestors[page.ancestors.count - 1].id, users: ["somebody"]))
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents["confluence:confluence:page:\(page.id)"] == nil)
            try stage.expectExact()
        }
    }

    @Test("a folder of documents that was lost is filled again")
    func lostSink() async throws {
        try await Stage.with(.sample) { stage in
            #expect(try await stage.sync().status == 0)
            try FileManager.default.removeItem(atPath: stage.folder + "/out")
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
        }
    }

    @Test("a page whose path is longer than most is deleted like any other")
    func longPath() async throws {
        try await Stage.with(.sample) { stage in
            var parent: String?
            for depth in 1...5 {
                let title = "\(depth) " + String(repeating: "long ", count: 38)
                parent = try stage.simulator.edit(
                    .create(space: "ENG", title: title, below: parent, body: "<p>deep</p>"))
            }
            #expect(try await stage.sync().status == 0)
            let id = "confluence:confluence:page:\(try #require(parent))"
            #expect(try #require(try stage.documents[id]).path.utf8.count > 700)
            try stage.simulator.edit(.trash(try #require(parent)))
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents[id] == nil)
        }
    }

    @Test("faults in mid-run delete nothing, and one more run is exact")
    func faults() async throws {
        let faults = [
            #"{"fault":"throttle","route":"GET /rest/api/content/search","retryAfter":"1","times":2,"after":1}"#,
            #"{"fault":"status","status":502,"route":"GET /api/v2/spaces","times":6,"after":2}"#,
            #"{"fault":"badJSON","route":"GET /rest/api/content/search","times":2,"after":4}"#,
            #"{"fault":"truncated","route":"GET /api/v2/spaces","times":1,"after":1}"#,
            #"{"fault":"expireCursors","route":"GET /api/v2/spaces","times":1,"after":3}"#,
        ]
        try await Stage.with(.generated(pages: 700, spaces: 3)) { stage in
            #expect(try await stage.sync().status == 0)
            let before = try stage.documents.count
            for fault in faults { stage.simulator.add(try Fault(json: fault)) }
            for page in stage.simulator.pages.filter({ $0.isVisible && $0.status == "current" }).prefix(120) {
                try stage.simulator.edit(.body(page.id))
            }
            let faulty = try await stage.sync()
            #expect(faulty.status != 2, "\(faulty.errors)")
            #expect(try stage.documents.count == before)
            stage.simulator.clearFaults()
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
        }
    }

    @Test("a delta run brings edits and new pages for a handful of requests")
    func delta() async throws {
        try await Stage.with(.generated(pages: 400, spaces: 2)) { stage in
            #expect(try await stage.sync().status == 0)
            let page = try #require(
                stage.simulator.pages.first {
                    $0.kind == "page" && $0.isVisible && !$0.isRestricted && $0.status == "current"
                })
            try stage.simulator.edit(.body(page.id, "<p>freshly written words</p>"))
            try stage.simulator.edit(
                .create(space: page.spaceKey, title: "Brand new", below: page.id, body: "<p>hello</p>"))
            let ended = try await stage.sync("--delta")
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try ended.count("pushed") == 2)
            #expect(try stage.documents.values.contains { $0.markdown.contains("freshly written words") })

            stage.simulator.resetRequests()
            let idle = try await stage.sync("--delta")
            #expect(try idle.count("pushed") == 0)
            #expect(stage.simulator.requests.total <= 10)
        }
    }

    @Test("--space syncs that space alone and deletes in no other")
    func oneSpace() async throws {
        try await Stage.with(.generated(pages: 300, spaces: 3)) { stage in
            #expect(try await stage.sync().status == 0)
            let keys = Set(stage.simulator.pages.map(\.spaceKey)).sorted()
            let all = try stage.documents.count
            let doomed = try #require(
                stage.simulator.pages.first { $0.spaceKey == keys[1] && $0.ancestors.count > 1 && !$0.isRestricted })
            try stage.simulator.edit(.trash(doomed.id, descendants: true))
            let ended = try await stage.sync("--space", keys[0])
            #expect(ended.status == 0)
            #expect(try ended.count("deleted") == 0)
            #expect(try stage.documents.count == all)
        }
    }

    @Test("a first sync costs at most 0.04 requests a page and 30 more, and one for each file that is downloaded")
    func requests() async throws {
        try await Stage.with(.generated(pages: 2000)) { stage in
            #expect(try await stage.sync().status == 0)
            let pages = stage.simulator.pages.filter {
                $0.isVisible && $0.status == "current" && $0.spaceStatus == "current"
            }.count
            let asked = stage.simulator.requests
            try #require(asked.downloads > 100)
            #expect(Double(asked.total) <= 0.04 * Double(pages) + 30 + Double(asked.downloads))
        }
    }
}
