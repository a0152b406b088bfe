import HTTPTransport
import LH42Simulator
import Sinks
import Testing

@Suite("When LH42 refuses or breaks off")
struct LH42TroubleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let status: Int
        let remedy: SinkError.Remedy
        let code: SinkError.Code
        var testDescription: String { "\(status)" }
    }

    static let table = [
        Case(status: 400, remedy: .permanent, code: .rejected),
        Case(status: 422, remedy: .permanent, code: .rejected),
        Case(status: 401, remedy: .stopRun, code: .unauthorized),
        Case(status: 402, remedy: .stopRun, code: .quota),
        Case(status: 403, remedy: .stopRun, code: .forbidden),
        Case(status: 404, remedy: .stopRun, code: .wrongAddress),
        Case(status: 409, remedy: .retry, code: .conflict),
        Case(status: 413, remedy: .permanent, code: .tooLarge),
        Case(status: 307, remedy: .stopRun, code: .wrongAddress),
        Case(status: 500, remedy: .retry, code: .unreachable),
        Case(status: 502, remedy: .retry, code: .unreachable),
        Case(status: 504, remedy: .retry, code: .unreachable),
    ]

    @Test("each status of a create has its remedy, with LH42's words and field", arguments: table)
    func statuses(row: Case) async throws {
        try await LH42Bench.with { bench in
            let refusal = LH42Answer.error(row.status, "so it is", param: "metadata.labels")
            bench.simulator.add(LH42Fault("POST /documents", .refused(refusal), times: 100))
            let error = await #expect(throws: SinkError.self) {
                try await bench.sink().push(Documents.page("1", "Home"))
            }
            #expect(error?.remedy == row.remedy)
            #expect(error?.code == row.code)
            #expect(bench.simulator.documents.isEmpty)
            if row.status != 307 {
                #expect(error?.message.contains("so it is (metadata.labels)") == true)
                #expect(error?.message.contains("\(row.status)") == true)
            }
        }
    }

    @Test(
        "a delete or patch that breaks off is repeated", arguments: [500, 503, 0], ["DELETE", "PATCH"])
    func repeats(status: Int, method: String) async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink()
            let page = Documents.page("1", "Home")
            let receipt = try await sink.push(page)
            let kind: LH42Fault.Kind = status == 0 ? .doneThenReset : .done(LH42Answer(status))
            bench.simulator.add(LH42Fault("\(method) /documents/{id}", kind, times: 2))
            if method == "PATCH" {
                _ = try await sink.patch(Documents.page("1", "House"), after: receipt)
                #expect(bench.simulator.documents.map(\.title) == ["House"])
            } else {
                try await sink.delete(page, receipt)
                #expect(bench.simulator.documents.isEmpty)
            }
        }
    }

    static let pauses = [
        LH42Answer(429, headers: [("Retry-After", "20")]),
        LH42Answer(
            429,
            headers: [("Retry-After", "Sun, 22 Nov 2026 10:00:20 GMT"), ("Date", "Sun, 22 Nov 2026 10:00:00 GMT")]),
        LH42Answer.error(429, "slow down", type: "rate_limit_error", retryAfter: 20),
    ]

    @Test("a short pause that LH42 asks for holds all calls, and nothing fails", arguments: 0..<3)
    func pause(form: Int) async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink()
            try await sink.check()
            bench.simulator.add(LH42Fault("POST /documents", .refused(Self.pauses[form])))
            let pages = (0..<20).map { Documents.page("\($0)", "Page \($0)") }
            let start = ContinuousClock.now
            for result in await sink.push(pages.map { SinkUpsert(document: $0) }) {
                #expect(throws: Never.self) { try result.get() }
            }
            // Twenty seconds of a clock that runs fifty times as fast.
            #expect(start.duration(to: .now) > .milliseconds(390))
            #expect(bench.simulator.documents.count == 20)
        }
    }

    @Test("a long pause gives every document back with the time to wait, and asks nothing meanwhile")
    func longPause() async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink()
            try await sink.check()
            bench.simulator.add(
                LH42Fault("POST /documents", .refused(LH42Answer(429, headers: [("Retry-After", "3600")]))))
            let first = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("1", "Home")) }
            #expect(first?.code == .throttled)
            #expect(first?.remedy == .retry)
            #expect(try #require(first?.retryAfter) > .seconds(3000))
            bench.simulator.resetRequests()
            let second = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("2", "Plan")) }
            #expect(try #require(second?.retryAfter) > .seconds(2000))
            #expect(bench.simulator.requestCount == 0)
        }
    }

    @Test(
        "pages of a proxy and broken answers are no answers, and no crash",
        arguments: [
            "<html>Sign in</html>", "", "[]", "{\"data\":", "{\"data\":{\"id\":7}}", "{\"id\":\"../x\"}", "null",
            "{\"documents\":[{\"id\":\"a b\"}],\"has_more\":true}",
        ])
    func nonsense(body: String) async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink()
            let receipt = try await sink.push(Documents.page("0", "First"))
            let answer = LH42Answer(200, body, type: body.hasPrefix("<") ? "text/html" : "application/json")
            bench.simulator.add(LH42Fault(nil, .refused(answer), times: 1000))
            let error = await #expect(throws: SinkError.self) { try await sink.push(Documents.page("1", "Home")) }
            #expect(error?.remedy == .retry)
            await #expect(throws: SinkError.self) { try await sink.holdings(of: "main") { _ in } }
            await #expect(throws: SinkError.self) { try await sink.check() }
            #expect(await !sink.isEmpty())
            _ = receipt
        }
    }

    @Test("a listing that never ends is given up")
    func endless() async throws {
        try await LH42Bench.with { bench in
            let sink = try bench.sink()
            try await sink.check()
            let answer = LH42Answer(200, #"{"documents":[],"has_more":true,"next_cursor":"x"}"#)
            bench.simulator.add(LH42Fault("GET /documents", .refused(answer), times: 1000))
            await #expect(throws: SinkError.self) { try await sink.holdings(of: "main") { _ in } }
            #expect(bench.simulator.requestCount < 10)
        }
    }

    @Test("the key is never shown, even when LH42 repeats it", arguments: ["", "/api/v1"])
    func secret(path: String) async throws {
        try await LH42Bench.with { bench in
            bench.simulator.add(LH42Fault(nil, .refused(.error(401, "no such key: lh_test")), times: 100))
            let sink = try bench.sink(path: path)
            let error = await #expect(throws: SinkError.self) { try await sink.check() }
            #expect(error?.message.contains("lh_test") == false)
            #expect(!sink.fingerprint.contains("lh_test"))
        }
    }
}
