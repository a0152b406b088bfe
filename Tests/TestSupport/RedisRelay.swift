import Foundation
import Synchronization

/// Stands between processes and their Redis, and tampers with what they say: forges scripts on their way, and keeps an
/// acknowledgement back until its lease is long gone. One thread for each connection and direction.
package final class RedisRelay: Sendable {
    package let port: Int
    package var url: String { "redis://127.0.0.1:\(port)" }

    private let server: Int
    private let listener: Int32
    private let mistake: ScriptMistake?
    private let delay = Mutex(Delay())

    private struct Delay {
        var isWanted = false
        var fence: String?
        var isOver = false
        var answer: String?
    }

    /// - Parameters:
    ///   - server: port on the loopback interface; it may be away for a while.
    ///   - mistake: put into the scripts that pass.
    package init(to server: Int, forging mistake: ScriptMistake? = nil) throws {
        self.server = server
        self.mistake = mistake
        port = try freePort()
        listener = try Self.socket(on: port) { bind($0, $1, $2) == 0 && listen($0, 256) == 0 }
        Thread { [self] in serve() }.start()
    }

    package func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// From now on the next acknowledgement of pushed documents is kept back, and nothing follows it on its connection.
    package func delayAcknowledgement() { delay.withLock { $0 = Delay(isWanted: true) } }

    /// The fence of the acknowledgement that is kept back.
    package var delayed: String? { delay.withLock { $0.fence } }

    /// Lets it go on.
    /// - Returns: what the server answered, as it stands on the wire; empty when it hung up.
    package func deliver() async throws -> String {
        delay.withLock { $0.isOver = true }
        try await eventually("the server answers what was kept back", within: .seconds(60)) {
            delay.withLock { $0.answer != nil }
        }
        return delay.withLock { $0.answer ?? "" }
    }

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            guard let upstream = try? Self.socket(on: server, { connect($0, $1, $2) == 0 }) else {
                close(client)
                continue
            }
            let open = Mutex(2)
            // Whoever is last closes both.
            let leave: @Sendable () -> Void = {
                let left = open.withLock { open -> Int in
                    open -= 1
                    return open
                }
                guard left == 0 else { return }
                close(client)
                close(upstream)
            }
            Thread { [self] in
                passOn(client, upstream)
                shutdown(upstream, Int32(SHUT_WR))
                leave()
            }.start()
            Thread { [self] in
                passBack(upstream, client)
                shutdown(client, Int32(SHUT_RDWR))
                leave()
            }.start()
        }
        close(listener)
    }

    private func passOn(_ client: Int32, _ upstream: Int32) {
        var waiting: [UInt8] = []
        while let chunk = Self.read(client) {
            waiting += chunk
            var passed: [UInt8] = []
            var start = 0
            while let (command, end) = RedisCommand.read(waiting[start...]) {
                start = end
                let bytes = command.forged(with: mistake).bytes
                guard let fence = command.acknowledgedFence, keepsBack(fence) else {
                    passed += bytes
                    continue
                }
                guard Self.write(passed[...], to: upstream) else { return }
                passed = []
                while delay.withLock({ !$0.isOver }) { usleep(2000) }
                let answer = ask(bytes)
                delay.withLock { $0.answer = String(decoding: answer, as: UTF8.self) }
                // Who was kept waiting for long may have hung up; the server has had its command all the same.
                guard Self.write(answer[...], to: client) else { return }
            }
            waiting.removeFirst(start)
            guard Self.write(passed[...], to: upstream) else { return }
        }
    }

    private func keepsBack(_ fence: String) -> Bool {
        delay.withLock {
            guard $0.isWanted, $0.fence == nil else { return false }
            $0.fence = fence
            return true
        }
    }

    /// On a connection of its own, so that the answer is to this command and to no other.
    private func ask(_ command: [UInt8]) -> [UInt8] {
        guard let server = try? Self.socket(on: server, { connect($0, $1, $2) == 0 }) else { return [] }
        defer { close(server) }
        // The server answers what it has and hangs up.
        guard Self.write(command[...], to: server), shutdown(server, Int32(SHUT_WR)) == 0 else { return [] }
        var answer: [UInt8] = []
        while let chunk = Self.read(server) { answer += chunk }
        return answer
    }

    private func passBack(_ upstream: Int32, _ client: Int32) {
        while let chunk = Self.read(upstream) { _ = Self.write(chunk[...], to: client) }
    }

    private static func socket(
        on port: Int, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws -> Int32 {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let isDone = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard isDone else {
            close(descriptor)
            throw SupportError("no socket on port \(port)")
        }
        return descriptor
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 17) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return chunk.isEmpty ? nil : chunk
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
