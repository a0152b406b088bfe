internal import HTTPTransport

/// One request: waits for the pace, sends, tells the pace.
struct LH42Turn {
    let transport: any HTTPTransport
    let pace: any Pace
    let time: Timekeeper

    /// - Parameter body: made when it is its turn, so that those who wait hold no second copy of their documents.
    func send(_ request: HTTPRequest, body: (() -> [UInt8])? = nil) async throws(LH42Failure) -> HTTPResponse {
        do {
            try await pace.acquire(cost: 1)
        } catch let paused as Paused {
            throw LH42Failure(
                .throttled, "LH42 asked for a pause; nothing is sent until it is over", retryAfter: paused.remaining)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw LH42Failure(.unreachable, "the request limit shared with other processes cannot be read: \(error)")
        }
        var request = request
        request.body = body?()
        let start = time.now()
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await transport.send(request)
        } catch {
            await pace.finished(status: nil, headers: [:], elapsed: time.now() - start)
            throw LH42Failure(error)
        }
        await pace.finished(status: response.status, headers: Self.headers(of: response), elapsed: time.now() - start)
        if let failure = LH42Answer.failure(response) { throw failure }
        return response
    }

    /// LH42 may say in the body alone how long to wait.
    private static func headers(of response: HTTPResponse) -> HTTPHeaders {
        var headers = response.headers
        if response.status == 429, headers.retryAfter() == nil, let wait = LH42Complaint(response).retryAfter {
            headers["Retry-After"] = "\(wait.components.seconds + 1)"
        }
        return headers
    }
}
