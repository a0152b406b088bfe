import NIOCore
import Synchronization

/// What one caller waits for: encoded commands, and as many replies. Finished once, by whoever comes first:
/// the reply, the deadline, the lost connection or the caller's cancellation.
final class Command: Sendable {
    typealias Replies = Result<[RESPValue], any Error>

    let bytes: ByteBuffer
    /// Zero for the caller who only waits for the connection.
    let replyCount: Int
    let deadline: NIODeadline

    private enum State {
        case new
        case waited(CheckedContinuation<[RESPValue], any Error>)
        case finished(Replies)
        case delivered
    }

    private let state = Mutex(State.new)

    init(bytes: ByteBuffer, replyCount: Int, deadline: NIODeadline) {
        self.bytes = bytes
        self.replyCount = replyCount
        self.deadline = deadline
    }

    var isProbe: Bool { replyCount == 0 }

    var isFinished: Bool {
        state.withLock { state in
            switch state {
            case .new, .waited: false
            case .finished, .delivered: true
            }
        }
    }

    /// Hands the result to the caller; does nothing the second time.
    func finish(_ replies: Replies) {
        let waiter = state.withLock { state -> CheckedContinuation<[RESPValue], any Error>? in
            switch state {
            case .new:
                state = .finished(replies)
                return nil
            case .waited(let waiter):
                state = .delivered
                return waiter
            case .finished, .delivered: return nil
            }
        }
        waiter?.resume(with: replies)
    }

    func fail(_ error: RedisError) { finish(.failure(error)) }

    /// Waits for the result after `start` has handed the command on. May be called once.
    func replies(after start: (Command) -> Void) async throws -> [RESPValue] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let early = state.withLock { state -> Replies? in
                    guard case .finished(let replies) = state else {
                        state = .waited(continuation)
                        return nil
                    }
                    state = .delivered
                    return replies
                }
                if let early { return continuation.resume(with: early) }
                start(self)
            }
        } onCancel: {
            finish(.failure(CancellationError()))
        }
    }
}
