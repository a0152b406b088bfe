import Foundation
import RedisClient
import Testing
import TestSupport

@Suite("Redis client: TLS")
struct TLSTests {
    /// An authority and a certificate for `localhost`, made by openssl.
    private static let script = """
        set -e
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca \
            -keyout ca.key -out ca.crt
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=redis -keyout server.key -out server.csr
        printf 'subjectAltName=DNS:localhost' > names
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt
        """

    private func withTLSServer(_ body: (_ port: Int, _ directory: String) async throws -> Void) async throws {
        let directory = try temporaryDirectory(prefix: "tls")
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let openssl = ServerProcess()
        try openssl.start(["sh", "-c", "cd \(directory) && \(Self.script)"])
        try await eventually("the certificates are made") { !openssl.isRunning }
        let port = try freePort()
        let arguments = [
            "--tls-port", "\(port)", "--tls-cert-file", directory + "/server.crt", "--tls-key-file",
            directory + "/server.key", "--tls-ca-cert-file", directory + "/ca.crt",
        ]
        try await RedisServer.with(arguments: arguments + ["--tls-auth-clients", "optional"]) { _ in
            try await body(port, directory)
        }
    }

    @Test("a server with a certificate of the given authority is trusted for its name")
    func trusted() async throws {
        try await withTLSServer { port, directory in
            for start in ["localhost:\(port)?", "127.0.0.1:\(port)?servername=localhost&"] {
                try await withClient(of: "rediss://\(start)ca=\(directory)/ca.crt") { client in
                    let echo = try await client.send("ECHO", "safe").string
                    #expect(echo == "safe")
                }
            }
            let mutual = "ca=\(directory)/ca.crt&cert=\(directory)/server.crt&key=\(directory)/server.key"
            try await withClient(of: "rediss://localhost:\(port)?\(mutual)") { try await $0.connect() }
        }
    }

    @Test("an unknown authority, a wrong name and a plain connection are refused with their reasons")
    func refused() async throws {
        try await withTLSServer { port, directory in
            let cases = [
                ("rediss://localhost:\(port)", RedisError.Code.tls, "not trusted"),
                ("rediss://127.0.0.1:\(port)?ca=\(directory)/ca.crt", .tls, ""),
                ("rediss://127.0.0.1:\(port)?ca=\(directory)/ca.crt&servername=other.example", .tls, ""),
                ("rediss://127.0.0.1:\(port)?ca=\(directory)/none.crt", .tls, "certificate files"),
                ("redis://127.0.0.1:\(port)", .unreachable, "rediss://"),
            ]
            for (url, code, reason) in cases {
                try await withClient(of: url) { client in
                    let error = await errorThrown { try await client.connect() }
                    #expect(error?.code == code, "\(url): \(String(describing: error))")
                    #expect(reason.isEmpty || error?.detail.contains(reason) == true, "\(String(describing: error))")
                }
            }
        }
    }

    @Test("TLS to a server that does not speak it is refused")
    func plainServer() async throws {
        try await RedisServer.with { server in
            try await withClient(of: "rediss://127.0.0.1:\(server.port)", options: .init(connectTimeout: .seconds(15)))
            {
                client in
                let error = await errorThrown { try await client.connect() }
                #expect(error?.code == .tls || error?.code == .unreachable, "\(String(describing: error))")
            }
        }
    }
}
