import HTTPTransport
import Synchronization

/// Carries so many requests and then none any more, as if the process had been killed: before it sent the next one, or
/// after that had arrived.
final class DyingTransport: HTTPTransport {
    private let wire: any HTTPTransport
    private let lives: Int
    private let isAnswerLost: Bool
    private let count = Mutex(0)

    init(_ wire: any HTTPTransport, after lives: Int, isAnswerLost: Bool) {
        self.wire = wire
        self.lives = lives
        self.isAnswerLost = isAnswerLost
    }

    var isDead: Bool { count.withLock { $0 > lives } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number <= lives { return try await wire.send(request) }
        if number == lives + 1, isAnswerLost { _ = try await wire.send(request) }
        throw HTTPError(.cancelled, "killed")
    }
}
