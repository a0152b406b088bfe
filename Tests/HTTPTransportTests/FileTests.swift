import Glibc
import HTTPTransport
import Synchronization
import TestSupport
import Testing

@Suite("Bodies that go to a file")
struct FileTests {
    let transport = CurlTransport()

    @Test("a large body is written as it comes, and nothing is kept in memory")
    func streaming() async throws {
        let part = [UInt8](repeating: 7, count: 1 << 20)
        let server = try LoopbackServer { visit in
            visit.send("HTTP/1.1 200 OK\r\nContent-Length: \(part.count * 20)\r\n\r\n")
            for _ in 0..<20 { visit.send(part) }
        }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        let response = try await transport.send(
            HTTPRequest(.get, try HTTPURL(server.url("/")), maxBodyBytes: 32 << 20, file: file))
        #expect(response.body.isEmpty)
        #expect(response.bodyBytes == 20 << 20)
        #expect(contents(of: file) == [UInt8](repeating: 7, count: 20 << 20))
    }

    @Test("a refusal's body stays in memory and the file empty")
    func refusal() async throws {
        let server = try LoopbackServer { $0.answer("403 Forbidden", text: "no") }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        let response = try await transport.send(HTTPRequest(.get, try HTTPURL(server.url("/")), file: file))
        #expect(String(decoding: response.body, as: UTF8.self) == "no")
        #expect(contents(of: file).isEmpty)
    }

    @Test("the body of a redirect does not end up in the file")
    func redirect() async throws {
        let server = try LoopbackServer { visit in
            if visit.path == "/a" {
                visit.answer("302 Found", headers: ["Location: /b"], text: "<html>moved")
            } else {
                visit.answer(text: "bytes")
            }
        }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        _ = try await transport.send(HTTPRequest(.get, try HTTPURL(server.url("/a")), file: file))
        #expect(String(decoding: contents(of: file), as: UTF8.self) == "bytes")
    }

    @Test("the bound holds for files too")
    func bound() async throws {
        let server = try LoopbackServer { $0.answer(bytes: [UInt8](repeating: 1, count: 100_000)) }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        await #expect {
            try await transport.send(HTTPRequest(.get, try HTTPURL(server.url("/")), maxBodyBytes: 50_000, file: file))
        } throws: { ($0 as? HTTPError)?.code == .tooLarge }
        #expect(contents(of: file).count <= 50_000)
    }

    @Test("a file that takes no bytes is said so")
    func notWritable() async throws {
        let server = try LoopbackServer { $0.answer(text: "bytes") }
        let file = open("/dev/full", O_WRONLY)
        defer { server.stop(); close(file) }
        await #expect {
            try await transport.send(HTTPRequest(.get, try HTTPURL(server.url("/")), file: file))
        } throws: { ($0 as? HTTPError)?.code == .fileNotWritten }
    }
}

@Suite("Bodies that come from a file")
struct UploadTests {
    @Test("a file is sent from its start, with its length and nothing said of its type")
    func sends() async throws {
        let bodies = Mutex<[[UInt8]]>([])
        let server = try LoopbackServer { visit in
            bodies.withLock { $0.append(visit.body) }
            visit.answer(text: "thanks")
        }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        var written = 0
        while written < bytes.count {
            written += max(0, bytes[written...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) })
        }
        var request = HTTPRequest(.put, try HTTPURL(server.url("/tika")))
        request.upload = file
        let transport = CurlTransport()
        for _ in 0..<2 { #expect(try await transport.send(request).status == 200) }
        #expect(bodies.withLock { $0 } == [bytes, bytes])
        let head = try #require(server.heads.first)
        #expect(head.hasPrefix("PUT /tika "))
        #expect(!head.contains("Content-Type"))
    }

    @Test("an answer that comes before all is sent is an answer")
    func earlyAnswer() async throws {
        let server = try LoopbackServer { $0.answer("413 Payload Too Large", text: "") }
        let file = temporaryFile()
        defer { server.stop(); close(file) }
        var request = HTTPRequest(.put, try HTTPURL(server.url("/")))
        request.upload = file
        #expect(try await CurlTransport().send(request).status == 413)
    }
}
