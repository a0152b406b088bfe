import HTTPTransport

extension Pace {
    /// One request in a turn of its own: waits for the turn, sends, tells how it ended.
    /// - Throws: `rateLimited` when the wait is too long to be held for; what the transport throws is a result.
    func turn(
        for request: HTTPRequest, through transport: any HTTPTransport, time: Timekeeper
    ) async throws(ConfluenceError) -> Result<HTTPResponse, HTTPError> {
        do {
            try await acquire(cost: 1)
        } catch let paused as Paused {
            throw ConfluenceError(
                .rateLimited, "\(request.url.host) asked for a pause; no request is sent until it is over",
                retryAfter: paused.remaining)
        } catch is CancellationError {
            throw .cancelledByCaller
        } catch {
            throw ConfluenceError(
                .unreachable, "the request limit shared with other processes cannot be read: \(error)")
        }
        let start = time.now()
        do throws(HTTPError) {
            let response = try await transport.send(request)
            await finished(status: response.status, headers: response.headers, elapsed: time.now() - start)
            return .success(response)
        } catch {
            await finished(status: nil, headers: [:], elapsed: time.now() - start)
            return .failure(error)
        }
    }
}
