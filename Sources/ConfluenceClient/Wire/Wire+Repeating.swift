import HTTPTransport

extension Wire {
    /// A 429 or 503 that asks for more than this in all is handed to the caller instead of being slept on.
    static let patience = Duration.seconds(30)

    /// Any answer, after the quick repeats: a reset connection twice, a short wait that 429 or 503 asks for, a token that
    /// has just expired once.
    /// - Parameter beforeRepeat: undoes what a half answer has done. `false`: it cannot be undone, so do not repeat.
    func answer(
        to request: HTTPRequest, beforeRepeat: () -> Bool = { true }
    ) async throws(ConfluenceError) -> HTTPResponse {
        var request = request
        if site.deployment == .datacenter, case .basic = credentials {
            // Otherwise single sign-on in front of the server may answer with its login page.
            request.url = request.url.adding([("os_authType", "basic")])
        }
        var resets = 0
        var waited = Duration.zero
        var renewed = false
        while true {
            request.authorization = try await credentials.authorization()
            switch try await pace.turn(for: request, through: transport, time: time) {
            case .failure(let failure):
                guard failure.code == .reset || failure.code == .truncated, resets < 2, beforeRepeat() else {
                    throw ConfluenceError(failure)
                }
                resets += 1
            case .success(let response):
                if let wait = Self.shortWait(response), waited + wait <= Self.patience, beforeRepeat() {
                    waited += wait + .seconds(1)
                    try await rest(wait)
                } else if response.status == 401, !renewed, response.url.hasSameOrigin(as: request.url),
                    try await credentials.renew(request.authorization)
                {
                    renewed = true
                } else {
                    return response
                }
            }
        }
    }

    /// What to wait before asking again here and now; `nil`: nothing to wait for, or too long, or unknown.
    private static func shortWait(_ response: HTTPResponse) -> Duration? {
        guard response.status == 429 || response.status == 503 else { return nil }
        return response.headers.retryAfter().flatMap { $0 <= patience ? $0 : nil }
    }

    private func rest(_ wait: Duration) async throws(ConfluenceError) {
        do { try await time.sleep(wait) } catch { throw .cancelledByCaller }
    }
}

extension ConfluenceError {
    static let cancelledByCaller = ConfluenceError(.cancelled, "the request was cancelled")
}

extension ConfluenceCredentials {
    /// The value of the `Authorization` header.
    func authorization() async throws(ConfluenceError) -> Secret {
        switch self {
        case .basic(let user, let secret):
            return Secret("Basic \(base64("\(user):\(secret.reveal())"))")
        case .bearer(let token):
            return Secret("Bearer \(token.reveal())")
        case .source(let source):
            do {
                return Secret("Bearer \(try await source.token().reveal())")
            } catch is CancellationError {
                throw .cancelledByCaller
            } catch {
                throw ConfluenceError(.unauthorized, "no access token can be had: \(error). Connect Confluence again.")
            }
        }
    }

    /// - Returns: whether another token is there to try.
    func renew(_ refused: Secret?) async throws(ConfluenceError) -> Bool {
        guard case .source(let source) = self, let refused else { return false }
        do {
            return try await source.renew(refused: Secret(String(refused.reveal().dropFirst("Bearer ".count))))
        } catch is CancellationError {
            throw .cancelledByCaller
        } catch {
            throw ConfluenceError(
                .unauthorized, "the access token could not be renewed: \(error). Connect Confluence again.", status: 401
            )
        }
    }
}
