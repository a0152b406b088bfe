import Glibc
import HTTPTransport
import TestSupport
import Testing

import class Foundation.FileManager
import class Foundation.Pipe
import class Foundation.Process
import struct Foundation.URL

/// `openssl s_server` with a certificate of its own making, on a free port.
private final class TLSServer {
    let certificate: String
    let port: Int
    private let folder: String
    private let process: Process

    private static let places: [String] = ["/usr/bin/openssl", "/usr/local/bin/openssl"]
    static let openssl = places.first { FileManager.default.isExecutableFile(atPath: $0) }

    init() throws {
        let openssl = try #require(Self.openssl)
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent(
                "tls-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
            ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        certificate = "\(folder)/cert.pem"
        let key = "\(folder)/key.pem"
        let making = Process()
        making.executableURL = URL(fileURLWithPath: openssl)
        making.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ]
        making.standardError = Pipe()
        try making.run()
        making.waitUntilExit()
        process = Process()
        process.executableURL = URL(fileURLWithPath: openssl)
        port = try Self.freePort()
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificate, "-key", key, "-www", "-quiet",
        ]
        process.standardError = Pipe()
        try process.run()
    }

    /// s_server cannot choose one and say so in time: its output is held back until it ends.
    private static func freePort() throws -> Int {
        let server = try LoopbackServer { $0.close() }
        defer { server.stop() }
        return Int(server.port)
    }

    func stop() {
        // Not SIGTERM: a child started from a worker thread inherits its mask, which blocks it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}

@Suite("TLS", .enabled(if: TLSServer.openssl != nil, "openssl is not installed"))
struct TLSTests {
    private func isListening(_ transport: CurlTransport, _ url: HTTPURL) async -> Bool {
        do throws(HTTPError) {
            _ = try await transport.send(HTTPRequest(.get, url))
            return true
        } catch {
            return error.code != .unreachable && error.code != .reset
        }
    }

    @Test(
        "a certificate nobody vouches for is refused; with its authority's file, and only under its name, it is taken",
        .timeLimit(.minutes(1)))
    func verification() async throws {
        let server = try TLSServer()
        defer { server.stop() }
        let url = try HTTPURL("https://127.0.0.1:\(server.port)/")
        let plain = CurlTransport()
        while await !isListening(plain, url) { await Task.yield() }
        await #expect {
            try await plain.send(HTTPRequest(.get, url))
        } throws: { error in
            (error as? HTTPError)?.code == .tls && (error as? HTTPError)?.mayHaveArrived == false
        }
        var settings = CurlTransport.Settings()
        settings.caFile = server.certificate
        let trusting = CurlTransport(settings)
        #expect(try await trusting.send(HTTPRequest(.get, url)).status == 200)
        await #expect {
            try await trusting.send(HTTPRequest(.get, try HTTPURL("https://127.0.0.2:\(server.port)/")))
        } throws: { error in
            // s_server listens on 127.0.0.1 alone on some systems.
            [.tls, .unreachable].contains((error as? HTTPError)?.code)
        }
    }
}
