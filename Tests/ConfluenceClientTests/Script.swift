import ConfluenceClient
import HTTPTransport
import Synchronization

/// A Confluence that says what a test wrote down. Requests without a line in the script answer 404.
final class Script: Sendable {
    struct Asked: Sendable {
        var method: HTTPMethod
        var path: String
        var query: [String: String]
        var body: String
        var headers: HTTPHeaders
        var authorization: String?
        var file: Int32?
    }

    struct Answer: Sendable {
        var status = 200
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        var body = ""
        var failure: HTTPError?
        /// Where redirects have led.
        var origin: String?

        static func json(_ body: String, status: Int = 200, headers: HTTPHeaders = [:]) -> Answer {
            var answer = Answer(status: status, body: body)
            for line in headers.lines { answer.headers.add(line.name, line.value) }
            return answer
        }

        static func html(_ status: Int = 200) -> Answer {
            Answer(status: status, headers: ["Content-Type": "text/html;charset=UTF-8"], body: "<html>Log in</html>")
        }

        static func failing(_ code: HTTPError.Code) -> Answer { Answer(failure: HTTPError(code, "scripted")) }
    }

    private let answer: @Sendable (Asked) -> Answer?
    private let log = Mutex<[Asked]>([])

    init(_ answer: @escaping @Sendable (Asked) -> Answer?) { self.answer = answer }

    /// What was asked so far.
    var asked: [Asked] { log.withLock { $0 } }
    var paths: [String] { asked.map(\.path) }

    var transport: ScriptedTransport {
        ScriptedTransport { [self] request throws(HTTPError) in
            let query = (request.url.query ?? "").split(separator: "&").map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
            }
            let asked = Asked(
                method: request.method, path: request.url.path, query: Dictionary(query) { $0 + "," + $1 },
                body: String(decoding: request.body ?? [], as: UTF8.self), headers: request.headers,
                authorization: request.authorization?.reveal(), file: request.file)
            log.withLock { $0.append(asked) }
            let answer = answer(asked) ?? Self.unscripted(asked)
            if let failure = answer.failure { throw failure }
            let url = try answer.origin.map { text throws(HTTPError) in try HTTPURL(text) } ?? request.url
            return HTTPResponse(
                status: answer.status, headers: answer.headers, body: Array(answer.body.utf8), url: url)
        }
    }

    func client(
        _ base: String = "https://acme.example", deployment: Deployment = .cloud,
        credentials: ConfluenceCredentials = .basic(user: "ann@acme.example", secret: Secret("token")),
        pace: any Pace = NoPace(), clock: any Clock<Duration> = LeapingClock()
    ) throws -> ConfluenceClient {
        ConfluenceClient(
            site: ConfluenceSite(try HTTPURL(base), deployment: deployment), credentials: credentials,
            transport: transport, pace: pace, clock: clock)
    }

    /// We are somebody, and nothing else exists.
    private static func unscripted(_ asked: Asked) -> Answer {
        if asked.path.hasSuffix("/rest/api/user/current") {
            return .json(#"{"type":"known","accountId":"a1","displayName":"Ann"}"#)
        }
        return .json(
            #"{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}"#, status: 404)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
