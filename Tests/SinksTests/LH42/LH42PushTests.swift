import LH42Simulator
import Sinks
import Testing

@Suite("Pushing to LH42")
struct LH42PushTests {
    private let home = "confluence:main:page:1"

    @Test("search never loses a page: the old version goes when the new one is ready")
    func swap() async throws {
        var options = LH42Options()
        options.processing = .instant
        try await LH42Bench.with(options) { bench in
            let sink = try bench.sink()
            let first = try await sink.push(Documents.page("1", "Home"))
            bench.simulator.configure { $0.processing = .never }
            async let second = sink.push(Documents.page("1", "Home", version: 2, text: "New.\n"), after: first)
            try await eventually { bench.simulator.requests["GET /documents/{id}", default: 0] > 2 }
            #expect(bench.contents == [home: .init(title: "Home", text: "Text.\n")])
            #expect(bench.simulator.requests["DELETE /documents/{id}"] == nil)
            bench.simulator.process()
            #expect(try await second != first)
            #expect(bench.contents == [home: .init(title: "Home", text: "New.\n")])
            #expect(bench.simulator.documents.count == 1)
        }
    }

    @Test("a version that cannot be processed is taken back, and the old one stays")
    func failed() async throws {
        try await LH42Bench.with { bench in
            bench.simulator.configure { $0.failing = ["Broken": "embedding failed: token limit"] }
            let sink = try bench.sink()
            let first = try await sink.push(Documents.page("1", "Home"))
            let error = await #expect(throws: SinkError.self) {
                try await sink.push(Documents.page("1", "Home", version: 2, text: "Broken.\n"), after: first)
            }
            #expect(error?.remedy == .permanent)
            #expect(error?.code == .processingFailed)
            #expect(error?.message.contains("embedding failed: token limit") == true)
            #expect(bench.simulator.documents.map(\.content) == ["Text.\n"])
        }
    }

    @Test(
        "fifty new versions take a create, a delete and a few looks together, and one bad document harms no other",
        arguments: [true, false])
    func batch(listsNewestFirst: Bool) async throws {
        try await LH42Bench.with { bench in
            bench.simulator.configure {
                $0.failing = ["Page 7 ": "no"]
                $0.processing = .instant
                $0.listsNewestFirst = listsNewestFirst
            }
            let sink = try bench.sink()
            let pages = (0..<50).map { Documents.page("\($0)", "Page \($0) of it") }
            bench.simulator.configure { $0.failing = [:] }
            let receipts = try await sink.push(pages.map { SinkUpsert(document: $0) }).map { try $0.get() }
            bench.simulator.configure {
                $0.failing = ["Page 7 ": "no"]
                $0.processing = .looks(1)
            }
            bench.simulator.resetRequests()
            let newer = zip(pages, receipts).map { page, receipt in
                var page = page
                page.markdown = "New.\n"
                page.metadata["version"] = 2
                return SinkUpsert(document: page, previous: receipt)
            }
            let results = await sink.push(newer)
            #expect(results.count { (try? $0.get()) != nil } == 49)
            #expect(bench.contents.count == 50)
            #expect(bench.contents.values.count { $0.text == "New.\n" } == 49)
            // A create and a delete each; how often all of them together are looked at depends on the machine.
            if listsNewestFirst { #expect(bench.simulator.requestCount <= 115) }
        }
    }

    @Test("a document that LH42 has been processing for too long is handed back, and taken up again later")
    func patience() async throws {
        var options = LH42Options()
        options.processing = .never
        try await LH42Bench.with(options) { bench in
            let page = Documents.page("1", "Home")
            let error = await #expect(throws: SinkError.self) {
                try await bench.sink { $0.patience = .seconds(20) }.push(page)
            }
            #expect(error?.code == .notReady)
            #expect(error?.remedy == .retry)
            bench.simulator.configure { $0.processing = .looks(1) }
            let receipt = try await bench.sink().push(page, mayHaveArrived: true)
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
        }
    }

    @Test("metadata arrives flat, with lists as lists, and the text as markdown")
    func shape() async throws {
        try await LH42Bench.with { bench in
            var page = Documents.page("1", "Home", under: ["A", "B"])
            page.metadata["labels"] = .strings([])
            try await bench.sink().push(page)
            let stored = try #require(bench.simulator.documents.first)
            #expect(stored.contentType == "text/markdown")
            #expect(stored.metadata["breadcrumbs"] == .list([.string("A"), .string("B")]))
            #expect(stored.metadata["labels"] == .list([]))
            #expect(stored.metadata["version"] == .int(1))
            #expect(stored.metadata["restricted"] == .bool(false))
            #expect(stored.metadata.count == page.metadata.count)
        }
    }

    @Test("a page without text is stored with its title as text, since LH42 takes no empty document")
    func empty() async throws {
        try await LH42Bench.with { bench in
            try await bench.sink().push(Documents.page("1", "Home", text: " \n"))
            #expect(bench.contents == [home: .init(title: "Home", text: "Home\n")])
        }
    }

    @Test("answers are read wrapped or bare, by cursor or by offset, whatever the order", arguments: 0..<8)
    func forms(number: Int) async throws {
        var options = LH42Options()
        options.wrapsAnswers = number & 1 == 0
        options.pagesByOffset = number & 2 == 0
        options.listsNewestFirst = number & 4 == 0
        options.knowsPending = number & 1 == 0
        options.deletesWithBody = number & 1 == 0
        options.processing = .looks(2)
        try await LH42Bench.with(options) { bench in
            let sink = try bench.sink()
            let pages = (0..<120).map { Documents.page("\($0)", "Page \($0)") }
            let results = await sink.push(pages.map { SinkUpsert(document: $0) })
            var found: [String: SinkReceipt] = [:]
            try await sink.holdings(of: "main") { found[$0.externalID] = $0.receipt }
            #expect(found.count == 120)
            for (page, result) in zip(pages, results) { #expect(try found[page.externalID] == result.get()) }
        }
    }

    /// Waits for a state.
    private func eventually(_ condition: () -> Bool) async throws {
        for _ in 0..<4000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }
}
