/// Sends one request and hands back its complete answer. Retries nothing; safe to use from any number of tasks.
package protocol HTTPTransport: Sendable {
    /// Cancelling the task ends the request at once, with code `cancelled`.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
