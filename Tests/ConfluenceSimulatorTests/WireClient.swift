import Foundation

/// What came back over the wire.
struct Answer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; an empty object when it is none.
    var json: Value {
        Value((try? JSONSerialization.jsonObject(with: Data(body), options: [.fragmentsAllowed])) ?? [:])
    }
}

/// A JSON value to look into: what is not there is null.
struct Value: @unchecked Sendable {
    // Made by JSONSerialization and never changed.
    let raw: Any

    init(_ raw: Any) { self.raw = raw }

    subscript(_ name: String) -> Value { Value((raw as? [String: Any])?[name] ?? NSNull()) }
    subscript(_ index: Int) -> Value {
        let list = self.list
        return index < list.count ? list[index] : Value(NSNull())
    }

    var string: String? { raw as? String }
    var int: Int? { raw as? Int }
    var bool: Bool? { raw as? Bool }
    var isNull: Bool { raw is NSNull }
    var list: [Value] { (raw as? [Any] ?? []).map(Value.init) }
    var names: Set<String> { Set((raw as? [String: Any] ?? [:]).keys) }
    var strings: [String] { list.compactMap(\.string) }
}

/// The plainest HTTP client: one connection a request, no redirects, no cleverness.
enum WireClient {
    struct Failure: Error {
        var what: String
    }

    /// - Parameter origin: `http://127.0.0.1:PORT`
    static func send(
        _ method: String, _ origin: String, _ target: String, headers: [String] = [], body: String = ""
    ) async throws -> Answer {
        var head = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"] + headers
        if !body.isEmpty { head.append("Content-Length: \(body.utf8.count)") }
        let request = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        return try parse(try await exchange(origin, request))
    }

    /// Asks an address of another host, without credentials.
    static func follow(_ address: String) async throws -> Answer {
        let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4 else { throw Failure(what: address) }
        return try await send("GET", "http://\(parts[2])", "/" + parts[3])
    }

    /// Sends bytes as they are and reads to the end of the connection, or hangs up after so many bytes.
    static func exchange(_ origin: String, _ request: [UInt8], atMost: Int = .max) async throws -> [UInt8] {
        guard let port = origin.split(separator: ":").last.flatMap({ UInt16($0) }) else { throw Failure(what: origin) }
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try talk(port, request, atMost) }) }
        }
    }

    private static func talk(_ port: UInt16, _ request: [UInt8], _ most: Int) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(what: "socket") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure(what: "connect \(errno)") }
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 { return received }
            guard count > 0 else { throw Failure(what: "recv \(errno)") }
            received.append(contentsOf: buffer[..<count])
            if received.count >= most { return received }
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        guard let end = bytes.firstRange(of: [13, 10, 13, 10]) else { throw Failure(what: "no answer") }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let parts = lines[0].split(separator: " ")
        guard parts.count > 1, let status = Int(parts[1]) else { throw Failure(what: lines[0]) }
        let headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (String(parts[0]), parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
        }
        var answer = Answer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
        if answer.header("transfer-encoding") == "chunked" { answer.body = unchunked(answer.body) }
        if let length = answer.header("content-length").flatMap({ Int($0) }), answer.body.count < length {
            throw Failure(what: "truncated")
        }
        return answer
    }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var whole: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstRange(of: [13, 10]),
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16), size > 0
        {
            whole.append(contentsOf: rest[end.upperBound...].prefix(size))
            rest = rest[end.upperBound...].dropFirst(size + 2)
        }
        return whole
    }
}
