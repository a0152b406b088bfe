import LH42Simulator
import Sinks
import Testing

@Suite("What LH42 holds")
struct LH42HoldingsTests {
    @Test("what is not ready is to be pushed again")
    func unready() async throws {
        var options = LH42Options()
        options.processing = .never
        try await LH42Bench.with(options) { bench in
            for status in ["ready", "failed", "pending"] {
                bench.simulator.plant(
                    title: status, status: status,
                    metadata: [
                        "external_id": .string(status), "connector_id": .string("main"), "sync_token": .string("t"),
                    ])
            }
            var tokens: [String: String?] = [:]
            try await bench.sink().holdings(of: "main") { tokens[$0.externalID] = $0.syncToken }
            #expect(tokens == ["ready": "t", "failed": nil, "pending": nil])
        }
    }

    @Test("documents of other kinds, with metadata of any kind, are passed over")
    func strangers() async throws {
        try await LH42Bench.with { bench in
            bench.simulator.plant(title: "a", metadata: [:])
            bench.simulator.plant(
                title: "b", metadata: ["connector_id": .int(3), "external_id": .object(["x": .null])])
            bench.simulator.plant(
                title: "c",
                metadata: [
                    "connector_id": .string("main"), "parts": .int(.max), "part": .int(9), "external_id": .string("e"),
                ])
            var found: [String] = []
            try await bench.sink().holdings(of: "main") { found.append($0.externalID) }
            #expect(found == ["e"])
        }
    }

    @Test("a delete without a receipt finds all copies, ready or not")
    func deletion() async throws {
        var options = LH42Options()
        options.processing = .never
        options.searchLag = 1000
        try await LH42Bench.with(options) { bench in
            let page = Documents.page("1", "Home")
            for status in ["ready", "failed", "processing"] {
                bench.simulator.plant(
                    title: "Home", status: status, metadata: ["external_id": .string(page.externalID)])
            }
            bench.simulator.configure { $0.searchLag = 0 }
            try await bench.sink().delete(page, nil)
            #expect(bench.simulator.documents.isEmpty)
        }
    }
}
