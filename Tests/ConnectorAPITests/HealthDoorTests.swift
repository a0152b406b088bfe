import ConnectorAPI
import HTTPTransport
import Synchronization
import Testing

@Suite("The health door")
struct HealthDoorTests {
    private func ask(_ door: HealthDoor, _ path: String, _ method: HTTPMethod = .get) async throws -> HTTPResponse {
        try await CurlTransport().send(
            HTTPRequest(method, try HTTPURL("http://127.0.0.1:\(door.port)\(path)")))
    }

    private func with(
        _ health: Health, _ body: (HealthDoor) async throws -> Void
    ) async throws {
        let door = try await HealthDoor.open(at: try #require(ListenAddress("127.0.0.1:0")), health)
        do {
            try await body(door)
        } catch {
            await door.close()
            throw error
        }
        await door.close()
    }

    @Test("says whether the process turns, whether it can work, and what it has counted")
    func answers() async throws {
        let trouble = Mutex<String?>(nil)
        let health = Health(
            trouble: { trouble.withLock { $0 } }, hindrance: { "Redis is away" }, metrics: { "a_total 1\n" })
        try await with(health) { door in
            let alive = try await ask(door, "/livez")
            #expect((alive.status, String(decoding: alive.body, as: UTF8.self)) == (200, "ok\n"))
            let ready = try await ask(door, "/readyz?verbose")
            #expect((ready.status, String(decoding: ready.body, as: UTF8.self)) == (503, "Redis is away\n"))
            let metrics = try await ask(door, "/metrics")
            #expect(String(decoding: metrics.body, as: UTF8.self) == "a_total 1\n")
            #expect(metrics.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            trouble.withLock { $0 = "it hangs" }
            #expect(try await ask(door, "/livez").status == 503)
        }
    }

    @Test("refuses what is not there, and what would change something")
    func refuses() async throws {
        let health = Health(trouble: { nil }, hindrance: { nil }, metrics: { "" })
        try await with(health) { door in
            for (path, method, status) in [
                ("/", HTTPMethod.get, 404), ("/metricsx", .get, 404), ("/livez", .delete, 405),
            ] {
                let answer = try await ask(door, path, method)
                #expect(answer.status == status, "\(path)")
            }
        }
    }

    @Test("a port that is taken is a sentence with the setting's name")
    func taken() async throws {
        let health = Health(trouble: { nil }, hindrance: { nil }, metrics: { "" })
        try await with(health) { door in
            let address = try #require(ListenAddress("127.0.0.1:\(door.port)"))
            let error = await #expect(throws: HealthDoorError.self) {
                _ = try await HealthDoor.open(at: address, health)
            }
            #expect("\(try #require(error))".hasPrefix("CONNECTOR_HEALTH_LISTEN: "))
        }
    }

    @Test(
        "addresses are read as people write them",
        arguments: [
            ("127.0.0.1:8043", "127.0.0.1:8043"), (":8043", "0.0.0.0:8043"), ("[::1]:0", "[::1]:0"),
            ("health.local:80", "health.local:80"), ("8043", nil), ("::1:80", nil), ("a:b", nil), ("h:70000", nil),
            ("http://h:80", nil), ("a b:80", nil), ("", nil), ("[::1:80", nil),
        ] as [(String, String?)])
    func addresses(text: String, address: String?) {
        #expect(ListenAddress(text)?.description == address)
    }
}
