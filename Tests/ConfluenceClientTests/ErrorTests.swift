import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Synchronization
import Testing

@Suite("When Confluence does not answer as hoped")
struct ErrorTests {
    private func error(
        _ answer: Script.Answer,
        path: @Sendable (ConfluenceClient) async throws -> Void = { _ = try await $0.currentUser() }
    ) async throws -> ConfluenceError {
        let script = Script { _ in answer }
        do {
            try await path(try script.client())
        } catch let error as ConfluenceError {
            return error
        }
        Issue.record("no error")
        return ConfluenceError(.malformed, "")
    }

    @Test(
        "an answer's status and words become a code and what to do about it",
        arguments: [
            (
                Script.Answer.json(#"{"code":401,"message":"Unauthorized"}"#, status: 401),
                ConfluenceError.Code.unauthorized, ConfluenceError.Remedy.stop
            ),
            (.json(#"{"code":401,"message":"Unauthorized; scope does not match"}"#, status: 401), .missingScope, .stop),
            (
                .json(#"{"message":"Current user not permitted to use Confluence","statusCode":403}"#, status: 403),
                .forbidden, .giveUp
            ),
            (Script.Answer(status: 403, headers: [:], body: "Rate limit exceeded"), .rateLimited, .wait(nil)),
            (.json(#"{"message":"Rate limit exceeded"}"#, status: 403), .rateLimited, .wait(nil)),
            (
                .json(
                    #"{"errors":[{"status":"404","code":"NOT_FOUND","title":"Not Found","detail":null}]}"#, status: 404),
                .notFound, .giveUp
            ),
            (
                .json(
                    #"{"statusCode":410,"message":"com.atlassian.confluence.api.service.exceptions.GoneException: This deprecated endpoint has been removed."}"#,
                    status: 410), .gone, .stop
            ),
            (
                .json(#"{"statusCode":400,"message":"Could not parse cql : space = ~x"}"#, status: 400), .badRequest,
                .giveUp
            ),
            (.html(414), .tooLarge, .giveUp),
            (.html(502), .serverError, .retry(after: nil)),
            (.json("{}", status: 503, headers: ["Retry-After": "120"]), .serverError, .retry(after: .seconds(120))),
            (.json("{}", status: 429, headers: ["Retry-After": "1847"]), .rateLimited, .wait(.seconds(1847))),
            (.json("{}", status: 429), .rateLimited, .wait(nil)),
            (.html(200), .notJSON, .retry(after: nil)),
            (.json("{\"a\":", status: 200), .malformed, .retry(after: nil)),
            (.json("{}", status: 302), .redirected, .stop),
            (.failing(.unreachable), .unreachable, .retry(after: nil)),
            (.failing(.tls), .tls, .stop),
            (.failing(.timeout), .timeout, .retry(after: nil)),
            (.failing(.tooLarge), .tooLarge, .giveUp),
            (.failing(.redirectRefused), .redirected, .stop),
            (.failing(.cancelled), .cancelled, .retry(after: .zero)),
        ])
    func table(answer: Script.Answer, code: ConfluenceError.Code, remedy: ConfluenceError.Remedy) async throws {
        let error = try await error(answer)
        #expect(error.code == code)
        #expect(error.remedy == remedy)
        #expect(!error.message.isEmpty)
        #expect(!"\(error)".contains("Basic") && !"\(error)".contains("YW5u"))
    }

    @Test("every code has a remedy, and only trouble of the whole connection stops the run")
    func remedies() {
        let stopping = ConfluenceError.Code.allCases.filter { ConfluenceError($0, "").remedy == .stop }
        #expect(Set(stopping) == [.unauthorized, .missingScope, .gone, .tls, .wrongSite, .redirected])
    }

    @Test(
        "an anonymous answer is no login",
        arguments: [
            #"{"type":"anonymous","username":"","displayName":"Anonymous"}"#, #"{"type":"known"}"#, "{}",
        ])
    func anonymous(body: String) async throws {
        #expect(try await error(.json(body)).code == .unauthorized)
    }

    @Test("Atlassian's trace id is kept, Confluence's words are quoted, queries are not")
    func facts() async throws {
        let error = try await error(
            .json(#"{"message":"Could not parse cql"}"#, status: 400, headers: ["atl-traceid": "abc123"])
        ) {
            _ = try await $0.contentCount(spaceKey: "SECRETKEY")
        }
        #expect(error.traceID == "abc123")
        #expect("\(error)".contains("Could not parse cql"))
        #expect(!"\(error)".contains("SECRETKEY"))
    }

    @Test("a reset connection is tried again twice, no more", arguments: [(2, true), (3, false)])
    func resets(count: Int, works: Bool) async throws {
        let left = Counter(count)
        let script = Script { _ in
            left.take() ? .failing(.reset) : .json(#"{"type":"known","accountId":"a1","displayName":"Ann"}"#)
        }
        let client = try script.client()
        if works {
            #expect(try await client.currentUser().displayName == "Ann")
        } else {
            await #expect { try await client.currentUser() } throws: { ($0 as? ConfluenceError)?.code == .unreachable }
        }
        #expect(script.asked.count == 3)
        #expect(client.meter.reading.requests == 3)
    }

    @Test("a short Retry-After is waited for, once; then the caller decides")
    func shortWait() async throws {
        let clock = LeapingClock()
        let left = Counter(1)
        let script = Script { _ in
            left.take()
                ? .json("{}", status: 429, headers: ["Retry-After": "7"])
                : .json(#"{"type":"known","accountId":"a1","displayName":"Ann"}"#)
        }
        _ = try await script.client(clock: clock).currentUser()
        #expect(clock.passed == .seconds(7))
        let always = Script { _ in .json("{}", status: 429, headers: ["Retry-After": "20"]) }
        await #expect {
            try await always.client(clock: clock).currentUser()
        } throws: { error in
            (error as? ConfluenceError)?.code == .rateLimited && (error as? ConfluenceError)?.retryAfter == .seconds(20)
        }
        #expect(always.asked.count == 2)
    }

    @Test("a pause of the pace is told without asking, and every turn is given back")
    func paused() async throws {
        let pace = LocalPace(.init(concurrency: 1), clock: LeapingClock(), jitter: { 0 })
        let script = Script { _ in .json("{}", status: 429, headers: ["Retry-After": "600"]) }
        let client = try script.client(pace: pace)
        for _ in 0..<3 {
            await #expect {
                try await client.currentUser()
            } throws: { error in
                (error as? ConfluenceError)?.code == .rateLimited
                    && (error as? ConfluenceError)?.retryAfter == .seconds(600)
            }
        }
        #expect(script.asked.count == 1)
    }

    @Test("a token that has run out is renewed once and the request repeated")
    func renewal() async throws {
        let tokens = Tokens()
        let script = Script { asked in
            asked.authorization == "Bearer second"
                ? .json(#"{"type":"known","accountId":"a1","displayName":"Ann"}"#)
                : .json(#"{"code":401,"message":"Unauthorized"}"#, status: 401)
        }
        _ = try await script.client(credentials: .source(tokens)).currentUser()
        #expect(script.asked.map(\.authorization) == ["Bearer first", "Bearer second"])
        let useless = Script { _ in .json(#"{"code":401,"message":"Unauthorized"}"#, status: 401) }
        await #expect {
            try await useless.client(credentials: .source(Tokens())).currentUser()
        } throws: { ($0 as? ConfluenceError)?.code == .unauthorized }
        #expect(useless.asked.count == 2)
    }

    @Test("credentials do not show when printed")
    func printing() {
        var text = ""
        dump(ConfluenceCredentials.basic(user: "ann", secret: Secret("hunter2")), to: &text)
        dump(ConfluenceCredentials.bearer(Secret("hunter2")), to: &text)
        #expect(!text.contains("hunter2"))
    }
}

private actor Tokens: BearerSource {
    private var current = "first"

    func token() -> Secret { Secret(current) }

    func renew(refused: Secret) -> Bool {
        guard refused == Secret(current) else { return true }
        current = "second"
        return true
    }
}

/// So many times yes.
final class Counter: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func take() -> Bool {
        left.withLock { left in
            left -= 1
            return left >= 0
        }
    }
}
