import Glibc
import Synchronization

import class Foundation.Thread

/// A server on a free loopback port that does what a test tells it, byte by byte. One thread for each connection.
package final class LoopbackServer: Sendable {
    package typealias Handler = @Sendable (Visit) -> Void

    package let port: UInt16
    private let listener: Int32
    private let handler: Handler
    private let log = Mutex(Log())

    private struct Log {
        var heads: [String] = []
        var connections = 0
    }

    package init(_ handler: @escaping Handler) throws {
        self.handler = handler
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 256) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard bound else { throw Trouble() }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in serve() }.start()
    }

    struct Trouble: Error {}

    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Request line and headers of every request so far.
    package var heads: [String] { log.withLock { $0.heads } }
    package var connections: Int { log.withLock { $0.connections } }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            log.withLock { $0.connections += 1 }
            Thread { [self] in
                let visit = Visit(connection)
                while visit.isOpen, visit.readRequest() {
                    log.withLock { $0.heads.append(visit.head) }
                    handler(visit)
                }
                visit.close()
            }.start()
        }
        close(listener)
    }
}

/// One connection, with its present request.
package final class Visit: @unchecked Sendable {  // Used by its connection's thread alone.
    private let socket: Int32
    private var buffer: [UInt8] = []
    package private(set) var isOpen = true
    package private(set) var head = ""
    package private(set) var body: [UInt8] = []

    init(_ socket: Int32) { self.socket = socket }

    package var path: String { String(head.split(separator: " ").dropFirst().first ?? "") }

    package func header(_ name: String) -> String? {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { $0.dropFirst(name.count + 1).trimmingPrefix(" ") }.map(String.init)
    }

    func readRequest() -> Bool {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = buffer.firstRange(of: end) {
                head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer.removeSubrange(..<range.upperBound)
                break
            }
            guard fill() else { return false }
        }
        let length = header("Content-Length").flatMap { Int($0) } ?? 0
        while buffer.count < length { guard fill() else { return false } }
        body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return true
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk[..<count]
        return true
    }

    /// - Returns: whether the other end still takes it.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// A complete answer.
    package func answer(_ status: String = "200 OK", headers: [String] = [], bytes body: [UInt8] = []) {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
        send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    package func answer(_ status: String = "200 OK", headers: [String] = [], text: String) {
        answer(status, headers: headers, bytes: Array(text.utf8))
    }

    /// Blocks until the client goes away.
    package func waitForEnd() { while fill() {} }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(socket)
    }

    /// Ends the connection with a TCP reset.
    package func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        close()
    }
}
