import HTTPTransport
import TestSupport
import Testing

@Suite("Redirects")
struct RedirectTests {
    let transport = CurlTransport()

    private func ask(_ url: String, _ redirects: HTTPRequest.Redirects) throws -> HTTPRequest {
        HTTPRequest(
            .get, try HTTPURL(url), headers: ["X-Api-Token": "also-secret", "Accept": "application/json"],
            authorization: Secret("Basic c2VjcmV0"), redirects: redirects)
    }

    @Test("within one origin they are followed with the credentials")
    func sameOrigin() async throws {
        let server = try LoopbackServer { visit in
            if visit.path == "/a" {
                visit.answer("302 Found", headers: ["Location: /b?c=d"])
            } else {
                visit.answer(text: "b")
            }
        }
        defer { server.stop() }
        let response = try await transport.send(try ask(server.url("/a"), .sameOrigin))
        #expect(response.status == 200)
        #expect(response.requests == 2)
        #expect(response.url.text == server.url("/b?c=d"))
        #expect(server.heads.allSatisfy { $0.contains("Authorization: Basic c2VjcmV0") })
    }

    @Test("to another port they are refused for API calls, before anything is sent there")
    func otherPortRefused() async throws {
        let other = try LoopbackServer { $0.answer(text: "stolen") }
        let server = try LoopbackServer { $0.answer("302 Found", headers: ["Location: \(other.url("/x?token=t"))"]) }
        defer { server.stop(); other.stop() }
        await #expect {
            try await transport.send(try ask(server.url("/a"), .sameOrigin))
        } throws: { error in
            (error as? HTTPError)?.code == .redirectRefused && !"\(error)".contains("token=t")
        }
        #expect(other.heads.isEmpty)
    }

    @Test("to another port, where allowed, they carry neither credentials nor headers of ours")
    func otherPortWithoutCredentials() async throws {
        let other = try LoopbackServer { $0.answer(text: "file") }
        let server = try LoopbackServer { $0.answer("302 Found", headers: ["Location: \(other.url("/x?token=t"))"]) }
        defer { server.stop(); other.stop() }
        let response = try await transport.send(try ask(server.url("/a"), .anywhere))
        #expect(String(decoding: response.body, as: UTF8.self) == "file")
        let head = try #require(other.heads.first)
        #expect(head.hasPrefix("GET /x?token=t "))
        #expect(!head.contains("c2VjcmV0"))
        #expect(!head.contains("also-secret"))
        #expect(head.contains("Accept: application/json"))
    }

    @Test("back to the first origin, the credentials do not come back")
    func thereAndBack() async throws {
        let home = Relay()
        let other = try LoopbackServer { $0.answer("302 Found", headers: ["Location: \(home.url)/end"]) }
        let server = try LoopbackServer { visit in
            if visit.path == "/end" {
                visit.answer(text: "end")
            } else {
                visit.answer("302 Found", headers: ["Location: \(other.url("/"))"])
            }
        }
        home.set(server.url(""))
        defer { server.stop(); other.stop() }
        _ = try await transport.send(try ask(server.url("/a"), .anywhere))
        #expect(server.heads.last?.contains("c2VjcmV0") == false)
    }

    @Test("loops end, other schemes are refused", arguments: ["/loop", "/file", "/nowhere"])
    func refused(path: String) async throws {
        let server = try LoopbackServer { visit in
            let target = ["/file": "file:///etc/passwd", "/nowhere": "http://"][visit.path] ?? "/loop"
            visit.answer("301 Moved Permanently", headers: ["Location: \(target)"])
        }
        defer { server.stop() }
        await #expect {
            try await transport.send(try ask(server.url(path), .anywhere))
        } throws: { error in
            (error as? HTTPError)?.code == .redirectRefused
        }
        #expect(server.heads.count <= 6)
    }

    @Test("303 turns a post into a get without its body")
    func seeOther() async throws {
        let server = try LoopbackServer { visit in
            if visit.path == "/a" {
                visit.answer("303 See Other", headers: ["Location: /b"])
            } else {
                visit.answer(bytes: visit.body)
            }
        }
        defer { server.stop() }
        let request = HTTPRequest(.post, try HTTPURL(server.url("/a")), body: Array("data".utf8))
        let response = try await transport.send(request)
        #expect(response.body.isEmpty)
        #expect(server.heads.last?.hasPrefix("GET /b ") == true)
    }

    @Test("where the caller wants to see it, the redirect itself is the answer")
    func returned() async throws {
        let server = try LoopbackServer { $0.answer("302 Found", headers: ["Location: /login.action"]) }
        defer { server.stop() }
        let response = try await transport.send(try ask(server.url("/a"), .returned))
        #expect(response.status == 302)
        #expect(server.heads.count == 1)
    }
}
