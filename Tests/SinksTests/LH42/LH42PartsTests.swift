import LH42Simulator
import Sinks
import Testing

@Suite("A document too large for LH42")
struct LH42PartsTests {
    static let text = (0..<3500).map {
        "## Heading \($0)\n\nWörter \($0) ✓ in a line.\n\n```\ncode \($0)\n\nmore\n```\n\n"
    }
    .joined()

    private func with(_ body: (LH42Bench) async throws -> Void) async throws {
        var options = LH42Options()
        options.maxContentBytes = 70_000
        try await LH42Bench.with(options, body)
    }

    @Test("is stored in numbered parts, no character lost, no code block cut")
    func split() async throws {
        try await with { bench in
            let receipt = try await bench.sink().push(Documents.page("1", "Long", text: Self.text))
            let parts = bench.simulator.documents.sorted {
                $0.title.count == $1.title.count ? $0.title < $1.title : $0.title.count < $1.title.count
            }
            #expect(parts.count == 4)
            #expect(parts.map(\.title) == ["Long (1/4)", "Long (2/4)", "Long (3/4)", "Long (4/4)"])
            #expect(parts.map(\.content).joined() == Self.text)
            #expect(
                parts.dropFirst().allSatisfy {
                    $0.content.hasPrefix("## Heading") || $0.content.hasPrefix("```\ncode")
                        || $0.content.hasPrefix("Wörter")
                })
            #expect(parts.allSatisfy { $0.content.split(separator: "\n").count { $0 == "```" } % 2 == 0 })
            #expect(receipt.documentID == parts.map(\.id).joined(separator: " "))
            #expect(parts.allSatisfy { $0.metadata["parts"] == .int(4) })
        }
    }

    @Test("is replaced, patched, listed and deleted as one")
    func life() async throws {
        try await with { bench in
            let sink = try bench.sink()
            let long = try await sink.push(Documents.page("1", "Long", text: Self.text))
            var held: [SinkHolding] = []
            try await sink.holdings(of: "main") { held.append($0) }
            #expect(held.map(\.receipt) == [long])
            #expect(held.map(\.syncToken) == ["1:1"])
            _ = try await sink.patch(Documents.page("1", "Renamed"), after: long)
            #expect(bench.simulator.documents.map(\.title).contains("Renamed (3/4)"))
            #expect(bench.simulator.documents.allSatisfy { $0.metadata["part"] != nil })
            let short = try await sink.push(Documents.page("1", "Short", version: 2), after: long)
            #expect(bench.simulator.documents.map(\.title) == ["Short"])
            let again = try await sink.push(Documents.page("1", "Long", version: 3, text: Self.text), after: short)
            #expect(bench.simulator.documents.count == 4)
            try await sink.delete(Documents.page("1", "Long"), again)
            #expect(bench.simulator.documents.isEmpty)
        }
    }

    @Test("is not sent whole again once the size is known")
    func learned() async throws {
        try await with { bench in
            let sink = try bench.sink()
            try await sink.push(Documents.page("1", "Long", text: Self.text))
            bench.simulator.resetRequests()
            try await sink.push(Documents.page("2", "Long", text: Self.text))
            #expect(bench.simulator.requests["POST /documents"] == 4)
        }
    }

    @Test("of which a part was lost is not held as a whole, and a patch asks for all of it")
    func lostPart() async throws {
        try await with { bench in
            let sink = try bench.sink()
            let receipt = try await sink.push(Documents.page("1", "Long", text: Self.text))
            bench.simulator.remove(bench.simulator.documents[1].id)
            var held: [SinkHolding] = []
            try await sink.holdings(of: "main") { held.append($0) }
            #expect(held.map(\.syncToken) == [nil])
            let error = await #expect(throws: SinkError.self) {
                try await sink.patch(Documents.page("1", "Renamed"), after: receipt)
            }
            #expect(error?.remedy == .recreate)
            #expect(bench.simulator.documents.isEmpty)
        }
    }

    @Test("is taken up after a crash, part by part")
    func crash() async throws {
        try await with { bench in
            let page = Documents.page("1", "Long", text: Self.text)
            let first = try await bench.sink().push(page)
            bench.simulator.remove(bench.simulator.documents[2].id)
            let second = try await bench.sink().push(page, mayHaveArrived: true)
            #expect(second != first)
            #expect(bench.simulator.documents.count == 4)
        }
    }
}
