import LH42Simulator
import Sinks
import Testing

@Suite("A create that may have arrived at LH42")
struct LH42AmbiguityTests {
    enum Trouble: String, CaseIterable, Sendable {
        case resetBefore, resetAfter, errorBefore, errorAfter, pageAfter, truncated, nonsenseAfter

        var kind: LH42Fault.Kind {
            switch self {
            case .resetBefore: .reset
            case .resetAfter: .doneThenReset
            case .errorBefore: .refused(LH42Answer(503))
            case .errorAfter: .done(LH42Answer(502, "<html>", type: "text/html"))
            case .pageAfter: .done(LH42Answer(200, "<html>", type: "text/html"))
            case .truncated: .truncated
            case .nonsenseAfter: .done(LH42Answer(201, "{"))
            }
        }
    }

    @Test("is stored exactly once", arguments: Trouble.allCases, [true, false])
    func once(trouble: Trouble, isSlow: Bool) async throws {
        var options = LH42Options()
        options.processing = isSlow ? .looks(30) : .instant
        try await LH42Bench.with(options) { bench in
            let sink = try bench.sink()
            try await sink.check()
            bench.simulator.add(LH42Fault("POST /documents", trouble.kind))
            let receipt = try await sink.push(Documents.page("1", "Home"))
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
            #expect(!bench.simulator.hasFaults)
        }
    }

    @Test("is found when the search index is behind and many others were stored since")
    func lag() async throws {
        var options = LH42Options()
        options.processing = .instant
        options.searchLag = 100_000
        try await LH42Bench.with(options) { bench in
            let sink = try bench.sink()
            try await sink.check()
            bench.simulator.add(LH42Fault("POST /documents", .doneThenReset, times: 10))
            let pages = (0..<200).map { Documents.page("\($0)", "Page \($0)") }
            let results = await sink.push(pages.map { SinkUpsert(document: $0) })
            #expect(try Set(results.map { try $0.get().documentID }).count == 200)
            #expect(bench.simulator.documents.count == 200)
            // Listings are shared: not one for each of the ten.
            #expect(bench.simulator.requests["GET /documents", default: 0] < 20)
        }
    }

    @Test("leaves no second copy when it arrives after it was repeated")
    func late() async throws {
        var options = LH42Options()
        options.processing = .never
        try await LH42Bench.with(options) { bench in
            let sink = try bench.sink()
            try await sink.check()
            bench.simulator.add(LH42Fault("POST /documents", .reset))
            let page = Documents.page("1", "Home")
            async let pushed = sink.push(page)
            for _ in 0..<4000 where bench.simulator.documents.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            bench.simulator.plant(
                title: "Home", status: "ready",
                metadata: ["external_id": .string(page.externalID), "sync_token": .string("1:1"), "version": .int(1)])
            bench.simulator.process()
            let receipt = try await pushed
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
        }
    }

    @Test("a worker that dies while LH42 processes leaves a copy that the next one takes up")
    func killedWhileProcessing() async throws {
        var options = LH42Options()
        options.processing = .never
        try await LH42Bench.with(options) { bench in
            let page = Documents.page("1", "Home", version: 2)
            let old = bench.simulator.plant(
                title: "Home",
                metadata: ["external_id": .string(page.externalID), "version": .int(1), "sync_token": .string("1:1")])
            let first = try bench.sink()
            let task = Task { try await first.push(page, after: SinkReceipt(documentID: old)) }
            for _ in 0..<4000 where bench.simulator.documents.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
            let start = ContinuousClock.now
            task.cancel()
            let error = await #expect(throws: SinkError.self) { try await task.value }
            #expect(error?.remedy == .retry)
            #expect(start.duration(to: .now) < .seconds(5))
            #expect(bench.simulator.documents.count == 2)
            bench.simulator.process()
            let receipt = try await bench.sink().push(page, after: SinkReceipt(documentID: old), mayHaveArrived: true)
            #expect(receipt.documentID != old)
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
            #expect(bench.simulator.requests["POST /documents"] == 1)
        }
    }

    @Test("a worker that died before it could acknowledge costs no second copy")
    func killedBeforeAcknowledge() async throws {
        try await LH42Bench.with { bench in
            let old = try await bench.sink().push(Documents.page("1", "Home"))
            let page = Documents.page("1", "Home", version: 2, text: "New.\n")
            let first = try await bench.sink().push(page, after: old)
            // Its receipt was lost; the old one is all that is known.
            let second = try await bench.sink().push(page, after: old, mayHaveArrived: true)
            #expect(second == first)
            #expect(bench.simulator.documents.map(\.id) == [first.documentID])
        }
    }

    @Test("a worker that died between swap and delete leaves the old version, which the next one deletes")
    func killedBeforeDelete() async throws {
        try await LH42Bench.with { bench in
            let old = try await bench.sink().push(Documents.page("1", "Home"))
            let page = Documents.page("1", "Home", version: 2, text: "New.\n")
            bench.simulator.add(LH42Fault("DELETE /documents/{id}", .refused(LH42Answer(503)), times: 3))
            await #expect(throws: SinkError.self) { try await bench.sink().push(page, after: old) }
            #expect(bench.simulator.documents.count == 2)
            let receipt = try await bench.sink().push(page, after: old, mayHaveArrived: true)
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
        }
    }

    @Test("what an earlier try left of an older version is deleted")
    func olderLeftover() async throws {
        try await LH42Bench.with { bench in
            let old = try await bench.sink().push(Documents.page("1", "Home"))
            let lost = try await bench.sink().push(Documents.page("1", "Home", version: 2, text: "Lost.\n"))
            let page = Documents.page("1", "Home", version: 3, text: "New.\n")
            let receipt = try await bench.sink().push(page, after: old, mayHaveArrived: true)
            #expect(receipt != lost)
            #expect(bench.simulator.documents.map(\.id) == [receipt.documentID])
        }
    }

    @Test("a newer version is never deleted")
    func newer() async throws {
        try await LH42Bench.with { bench in
            try await bench.sink().push(Documents.page("1", "Home", version: 3))
            let error = await #expect(throws: SinkError.self) {
                try await bench.sink().push(Documents.page("1", "Home", version: 2), mayHaveArrived: true)
            }
            #expect(error?.code == .stale)
            #expect(bench.simulator.documents.count == 1)
        }
    }

    @Test("a copy that is taken up gets the facts of today")
    func facts() async throws {
        try await LH42Bench.with { bench in
            let first = try await bench.sink().push(Documents.page("1", "Home"))
            var page = Documents.page("1", "Home", under: ["Moved"])
            page.metadata["labels"] = .strings(["new"])
            let second = try await bench.sink().push(page, mayHaveArrived: true)
            #expect(second == first)
            #expect(bench.simulator.documents.first?.metadata["labels"] == .list([.string("new")]))
            #expect(bench.simulator.documents.first?.metadata["breadcrumbs"] == .list([.string("Moved")]))
        }
    }

    @Test("is found behind a long older version that fills the search results, or where search is forbidden")
    func crowd() async throws {
        for isForbidden in [false, true] {
            var options = LH42Options()
            options.processing = .instant
            options.piecesPerDocument = 150
            try await LH42Bench.with(options) { bench in
                let old = try await bench.sink().push(Documents.page("1", "Home"))
                let page = Documents.page("1", "Home", version: 2)
                let lost = try await bench.sink().push(page)
                if isForbidden {
                    bench.simulator.add(LH42Fault("POST /search", .refused(.error(403, "scope")), times: 100))
                }
                let receipt = try await bench.sink().push(page, after: old, mayHaveArrived: true)
                #expect(receipt == lost)
                #expect(bench.simulator.documents.map(\.id) == [lost.documentID])
            }
        }
    }

    @Test("another installation's copy in another collection is left alone")
    func otherCollection() async throws {
        try await LH42Bench.with { bench in
            let page = Documents.page("1", "Home")
            let theirs = try await bench.sink(.named("Theirs")).push(page)
            let ours = try await bench.sink(.named("Ours")).push(page, mayHaveArrived: true)
            #expect(ours != theirs)
            try await bench.sink(.named("Ours")).delete(page, nil)
            #expect(bench.simulator.documents.map(\.id) == [theirs.documentID])
        }
    }
}
