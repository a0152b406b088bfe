import Synchronization

/// Answers from a script instead of a network, and remembers what it was asked. For tests of whatever sits on a transport.
package final class ScriptedTransport: HTTPTransport {
    package typealias Answer = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

    private let answer: Answer
    private let seen = Mutex<[HTTPRequest]>([])

    package init(_ answer: @escaping Answer) { self.answer = answer }

    /// Every request so far, in the order they came.
    package var requests: [HTTPRequest] { seen.withLock { $0 } }

    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        seen.withLock { $0.append(request) }
        if Task.isCancelled { throw HTTPError(.cancelled, "cancelled") }
        return try await answer(request)
    }
}
