import HTTPTransport
import LH42Simulator
import Sinks
import Testing

@Suite("Finding LH42")
struct LH42CheckTests {
    @Test("the prefix is found out, or taken as given", arguments: ["/v1", "/api/v1"], [true, false])
    func prefix(prefix: String, hasDiscovery: Bool) async throws {
        var options = LH42Options()
        options.prefix = prefix
        options.hasDiscovery = hasDiscovery
        try await LH42Bench.with(options) { bench in
            for path in ["", "/", prefix, prefix + "/"] {
                let sink = try bench.sink(path: path)
                try await sink.check()
                try await sink.push(Documents.page("1", "Home"))
            }
        }
    }

    @Test("the prefix is looked for once, however many documents come at once")
    func once() async throws {
        try await LH42Bench.with { bench in
            let pages = (0..<30).map { Documents.page("\($0)", "Page \($0)") }
            _ = try await bench.sink().push(pages.map { SinkUpsert(document: $0) })
            #expect(bench.simulator.requests["GET /api/v1"] == 1)
        }
    }

    @Test("a wrong key is said to be one")
    func key() async throws {
        try await LH42Bench.with { bench in
            let error = await #expect(throws: SinkError.self) { try await bench.sink(key: "lh_wrong").check() }
            #expect(error?.remedy == .stopRun)
            #expect(error?.code == .unauthorized)
            #expect(error?.message.contains("LH42_API_KEY") == true)
        }
    }

    @Test("a wrong prefix is said to be one")
    func wrongPrefix() async throws {
        try await LH42Bench.with { bench in
            let error = await #expect(throws: SinkError.self) { try await bench.sink(path: "/v1").check() }
            #expect(error?.remedy == .stopRun)
            #expect(error?.message.contains("LH42_BASE_URL") == true)
        }
    }

    @Test("something else at the address is said to be something else")
    func somethingElse() async throws {
        try await LH42Bench.with { bench in
            let error = await #expect(throws: SinkError.self) { try await bench.sink(path: "/wiki").check() }
            #expect(error?.remedy == .stopRun)
            #expect(error?.code == .wrongAddress)
        }
    }

    @Test("an address where nobody listens is tried again later")
    func unreachable() async throws {
        let simulator = try await LH42Simulator.start()
        await simulator.stop()
        let sink = LH42Bench.sink(LH42Settings(address: try HTTPURL(simulator.url), key: Secret("lh_test")))
        let error = await #expect(throws: SinkError.self) { try await sink.check() }
        #expect(error?.remedy == .retry)
        #expect(error?.code == .unreachable)
    }

    @Test("the key goes nowhere else, whatever the list of endpoints says")
    func elsewhere() async throws {
        try await LH42Bench.with { bench in
            try await LH42Bench.with { other in
                let listing = #"{"base_url":"\#(other.simulator.url)/v1","endpoints":[{"path":"//evil/documents"}]}"#
                bench.simulator.add(LH42Fault("GET /api/v1", .refused(LH42Answer(200, listing))))
                try await bench.sink().check()
                #expect(other.simulator.requestCount == 0)
            }
        }
    }
}
