import ConfluenceClient
import HTTPTransport
import Testing

@Suite("Finding out what answers at an address")
struct ProbeTests {
    private static let cloud = Script { asked in
        asked.path == "/_edge/tenant_info" ? .json(#"{"cloudId":"11111111-2222-3333-4444-555555555555"}"#) : nil
    }
    private static let newServer = Script { asked in
        asked.path == "/confluence/rest/api/server-information"
            ? .json(#"{"statusCode":401,"message":"no"}"#, status: 401) : .html(404)
    }
    private static let oldServer = Script { asked in
        asked.path == "/confluence/rest/applinks/1.0/manifest"
            ? Script.Answer(
                headers: ["Content-Type": "application/xml"],
                body: "<manifest><typeId>confluence</typeId><version>7.4.1</version></manifest>")
            : .html(404)
    }

    private func probe(
        _ script: Script, _ base: String, _ deployment: Deployment? = nil, pace: any Pace = NoPace()
    ) async throws -> ConfluenceSite {
        try await ConfluenceClient.probe(
            try HTTPURL(base), deployment: deployment, transport: script.transport, pace: pace)
    }

    @Test("Cloud is recognised on any domain, and no credentials are sent")
    func recognisesCloud() async throws {
        let site = try await probe(Self.cloud, "https://docs.acme.example/wiki/home")
        #expect(site.deployment == .cloud)
        #expect("\(site.base)" == "https://docs.acme.example/wiki")
        #expect(Self.cloud.asked.allSatisfy { $0.authorization == nil })
        #expect(
            try await probe(Script { _ in nil }, "https://api.atlassian.com/ex/confluence/1-2").deployment == .cloud)
    }

    @Test("Data Center is recognised, new and old")
    func recognisesDataCenter() async throws {
        for script in [Self.newServer, Self.oldServer] {
            let site = try await probe(script, "https://wiki.corp/confluence/display/ENG")
            #expect(site.deployment == .datacenter)
            #expect("\(site.base)" == "https://wiki.corp/confluence")
        }
    }

    @Test("a wrong explicit value is an error that names the right one")
    func wrongValue() async throws {
        await #expect {
            try await probe(Self.cloud, "https://acme.example", .datacenter)
        } throws: { ($0 as? ConfluenceError)?.code == .wrongSite && "\($0)".contains("CONFLUENCE_DEPLOYMENT to cloud") }
        await #expect {
            try await probe(Self.newServer, "https://wiki.corp/confluence", .cloud)
        } throws: { ($0 as? ConfluenceError)?.code == .wrongSite && "\($0)".contains("datacenter") }
    }

    @Test("a pause that the host asks for holds probes back too")
    func keepsThePace() async throws {
        let pace = LocalPace(.init(patience: .zero))
        let busy = Script { _ in Script.Answer(status: 429, headers: ["Retry-After": "60"]) }
        for _ in 1...2 {
            await #expect {
                try await probe(busy, "https://acme.example", pace: pace)
            } throws: {
                guard let error = $0 as? ConfluenceError, let wait = error.retryAfter else { return false }
                return error.code == .rateLimited && wait > .seconds(55)
            }
        }
        #expect(busy.asked.count == 1)
    }

    @Test("something else, a bad certificate and nobody at all are each told in a sentence")
    func nothingThere() async throws {
        for (answer, code) in [
            (Script.Answer.html(200), ConfluenceError.Code.wrongSite), (.failing(.tls), .tls),
            (.failing(.unreachable), .unreachable),
            (.failing(.redirectRefused), .wrongSite),
        ] {
            await #expect {
                try await probe(Script { _ in answer }, "https://shop.example")
            } throws: { ($0 as? ConfluenceError)?.code == code }
        }
    }
}
