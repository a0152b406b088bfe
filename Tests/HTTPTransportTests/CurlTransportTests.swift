import Glibc
import HTTPTransport
import TestSupport
import Testing

@Suite("The live transport")
struct CurlTransportTests {
    let transport = CurlTransport()

    private func get(
        _ url: String, deadlines: HTTPRequest.Deadlines = .init(total: .seconds(20)), maxBodyBytes: Int = 1 << 20
    ) async throws -> HTTPResponse {
        try await transport.send(
            HTTPRequest(.get, try HTTPURL(url), deadlines: deadlines, maxBodyBytes: maxBodyBytes))
    }

    private func failure(_ work: () async throws -> HTTPResponse) async throws -> HTTPError {
        do {
            let response = try await work()
            Issue.record("answered \(response.status)")
            return HTTPError(.malformed, "no failure")
        } catch let error as HTTPError {
            return error
        }
    }

    @Test("an answer comes back with status, headers and body, also when it is a refusal")
    func wholeAnswer() async throws {
        let server = try LoopbackServer { visit in
            visit.answer(
                "404 Not Found", headers: ["X-One: a", "X-One: b", "Content-Type: text/plain; charset=utf-8"],
                text: "nothing here")
        }
        defer { server.stop() }
        let response = try await get(server.url("/missing?a=b%20c"))
        #expect(response.status == 404)
        #expect(response.headers.all("x-one") == ["a", "b"])
        #expect(response.mediaType == "text/plain")
        #expect(String(decoding: response.body, as: UTF8.self) == "nothing here")
        #expect(server.heads.first?.hasPrefix("GET /missing?a=b%20c HTTP/1.1") == true)
    }

    @Test("chunks are put together")
    func chunked() async throws {
        let server = try LoopbackServer { visit in
            visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for part in ["one ", "two ", "three"] { visit.send("\(String(part.utf8.count, radix: 16))\r\n\(part)\r\n") }
            visit.send("0\r\n\r\n")
        }
        defer { server.stop() }
        #expect(String(decoding: try await get(server.url("/")).body, as: UTF8.self) == "one two three")
    }

    @Test("a compressed body is decoded, and its wire size counted")
    func gzip() async throws {
        let server = try LoopbackServer { $0.answer(headers: ["Content-Encoding: gzip"], bytes: gzipOfHello) }
        defer { server.stop() }
        let response = try await get(server.url("/"))
        #expect(String(decoding: response.body, as: UTF8.self) == "Hello, Confluence\n")
        #expect(response.downloadedBytes == gzipOfHello.count)
        let head = try #require(server.heads.first)
        for encoding in ["gzip", "br", "zstd"] { #expect(head.contains(encoding)) }
    }

    @Test("a small body that unpacks to 50 MB is given up at the bound")
    func bomb() async throws {
        let bomb = gzipOfZeros(50 << 20)
        #expect(bomb.count < 400_000)
        let server = try LoopbackServer { $0.answer(headers: ["Content-Encoding: gzip"], bytes: bomb) }
        defer { server.stop() }
        #expect(try await failure { try await get(server.url("/"), maxBodyBytes: 1 << 20) }.code == .tooLarge)
    }

    @Test(
        "a body one byte over the bound is too large, one at the bound is not",
        arguments: [(1000, false), (1001, true)])
    func bound(size: Int, tooLarge: Bool) async throws {
        let server = try LoopbackServer { $0.answer(bytes: [UInt8](repeating: 120, count: size)) }
        defer { server.stop() }
        if tooLarge {
            #expect(try await failure { try await get(server.url("/"), maxBodyBytes: 1000) }.code == .tooLarge)
        } else {
            #expect(try await get(server.url("/"), maxBodyBytes: 1000).body.count == 1000)
        }
    }

    @Test("headers without end are given up")
    func headerFlood() async throws {
        let server = try LoopbackServer { visit in
            visit.send("HTTP/1.1 200 OK\r\n")
            let line = "X-Filler: \(String(repeating: "y", count: 1000))\r\n"
            while visit.send(line) {}
            visit.close()
        }
        defer { server.stop() }
        #expect([.tooLarge, .reset].contains(try await failure { try await get(server.url("/")) }.code))
    }

    @Test("a server that says nothing meets the total deadline, and the request may have arrived")
    func silence() async throws {
        let server = try LoopbackServer { $0.waitForEnd() }
        defer { server.stop() }
        let error = try await failure { try await get(server.url("/"), deadlines: .init(total: .milliseconds(200))) }
        #expect(error.code == .timeout)
        #expect(error.mayHaveArrived)
    }

    @Test("a body that stalls meets the slow deadline long before the total one")
    func stall() async throws {
        let server = try LoopbackServer { visit in
            visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            visit.waitForEnd()
        }
        defer { server.stop() }
        let start = ContinuousClock.now
        let error = try await failure {
            try await get(server.url("/"), deadlines: .init(total: .seconds(60), slow: .seconds(1)))
        }
        #expect(error.code == .timeout)
        #expect(start.duration(to: .now) < .seconds(50))
    }

    @Test("cancelling the task ends the request and its connection")
    func cancellation() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let (ended, ending) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { visit in
            arrival.yield()
            visit.waitForEnd()
            ending.yield()
        }
        defer { server.stop() }
        let url = try HTTPURL(server.url("/"))
        let task = Task { [transport] in
            do throws(HTTPError) {
                _ = try await transport.send(HTTPRequest(.get, url))
                return HTTPError.Code?.none
            } catch {
                return error.code
            }
        }
        for await _ in arrived { break }
        task.cancel()
        #expect(await task.value == .cancelled)
        for await _ in ended { break }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        let server = try LoopbackServer { $0.answer(text: "late") }
        defer { server.stop() }
        let url = try HTTPURL(server.url("/"))
        let task = Task { [transport] in
            while !Task.isCancelled { await Task.yield() }
            do throws(HTTPError) {
                _ = try await transport.send(HTTPRequest(.get, url))
                return HTTPError.Code?.none
            } catch {
                return error.code
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(server.heads.isEmpty)
    }

    @Test("a body shorter than announced is truncated, a reset is a reset, and silence before the end too")
    func brokenOff() async throws {
        let server = try LoopbackServer { visit in
            switch visit.path {
            case "/short":
                visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nten bytes.")
                visit.close()
            case "/reset": visit.reset()
            default: visit.close()
            }
        }
        defer { server.stop() }
        #expect(try await failure { try await get(server.url("/short")) }.code == .truncated)
        let reset = try await failure { try await get(server.url("/reset")) }
        #expect(reset.code == .reset)
        #expect(reset.mayHaveArrived)
        #expect(try await failure { try await get(server.url("/closed")) }.code == .reset)
    }

    @Test("where nobody listens the request certainly did not arrive")
    func refused() async throws {
        let server = try LoopbackServer { $0.close() }
        let url = server.url("/secret?token=abc")
        server.stop()
        while (try? await get(server.url("/"))) != nil {}
        let error = try await failure { try await get(url) }
        #expect(error.code == .unreachable || error.code == .reset)
        #expect(!"\(error)".contains("token=abc"))
        let nowhere = try await failure { try await get("http://does-not-exist.invalid/") }
        #expect(nowhere.code == .unreachable)
        #expect(!nowhere.mayHaveArrived)
    }

    @Test("what is not HTTP is malformed")
    func notHTTP() async throws {
        let server = try LoopbackServer { visit in
            visit.send("SSH-2.0-OpenSSH_9.2\r\n")
            visit.close()
        }
        defer { server.stop() }
        #expect(try await failure { try await get(server.url("/")) }.code == .malformed)
    }

    @Test("bodies go out whole, with their method and headers")
    func sending() async throws {
        let server = try LoopbackServer { visit in
            visit.answer(headers: ["X-Seen: \(visit.head.prefix { $0 != " " })"], bytes: visit.body)
        }
        defer { server.stop() }
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for method in [HTTPMethod.post, .put, .patch] {
            let request = HTTPRequest(
                method, try HTTPURL(server.url("/d")), headers: ["Content-Type": "text/x"], body: body)
            let response = try await transport.send(request)
            #expect(response.body == body)
            #expect(response.headers["X-Seen"] == method.rawValue)
        }
        _ = try await transport.send(HTTPRequest(.delete, try HTTPURL(server.url("/d"))))
        #expect(server.heads.last?.hasPrefix("DELETE /d ") == true)
        #expect(server.heads.allSatisfy { !$0.lowercased().contains("expect:") })
        #expect(server.heads[0].contains("Content-Type: text/x"))
    }

    @Test("many requests at once share a bounded number of connections")
    func concurrency() async throws {
        let server = try LoopbackServer { visit in visit.answer(text: visit.path) }
        defer { server.stop() }
        var settings = CurlTransport.Settings()
        settings.connectionsPerHost = 8
        let transport = CurlTransport(settings)
        let base = server.url("/")
        let right = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<400 {
                group.addTask {
                    let response = try await transport.send(HTTPRequest(.get, try HTTPURL("\(base)\(number)")))
                    return String(decoding: response.body, as: UTF8.self) == "/\(number)"
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 400)
        #expect(server.connections <= 8)
    }

    @Test("after shutting down, requests end as closed")
    func shutDown() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let server = try LoopbackServer { visit in
            arrival.yield()
            visit.waitForEnd()
        }
        defer { server.stop() }
        let mine = CurlTransport()
        let url = try HTTPURL(server.url("/"))
        async let running = failure { try await mine.send(HTTPRequest(.get, url)) }
        for await _ in arrived { break }
        mine.shutDown()
        #expect(try await running.code == .closed)
        #expect(try await failure { try await mine.send(HTTPRequest(.get, url)) }.code == .closed)
    }

    @Test("an explicit proxy is asked with the whole address")
    func proxy() async throws {
        let server = try LoopbackServer { $0.answer(text: "by proxy") }
        defer { server.stop() }
        var settings = CurlTransport.Settings()
        settings.proxy = .address("http://127.0.0.1:\(server.port)", except: "")
        let mine = CurlTransport(settings)
        let response = try await mine.send(HTTPRequest(.get, try HTTPURL("http://wiki.invalid/rest")))
        #expect(String(decoding: response.body, as: UTF8.self) == "by proxy")
        #expect(server.heads.first?.hasPrefix("GET http://wiki.invalid/rest ") == true)
    }
}
