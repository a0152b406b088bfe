extension ConfluenceError {
    /// What the caller does about it.
    package enum Remedy: Hashable, Sendable {
        /// Try again, not before that much time; `nil`: by the caller's own backoff.
        case retry(after: Duration?)
        /// As a retry, but Confluence's wish and not a failure: it does not use up an attempt.
        case wait(Duration?)
        /// This object will not be had.
        case giveUp
        /// Nothing will be had until a person acts: stop, and delete nothing.
        case stop
        /// Begin the listing anew.
        case restartListing
    }

    /// The table. A `forbidden` or `notFound` is about one object unless everything fails; that judgement is the caller's.
    package var remedy: Remedy {
        switch code {
        case .unauthorized, .missingScope, .gone, .tls, .wrongSite, .redirected: .stop
        case .forbidden, .notFound, .badRequest, .tooLarge: .giveUp
        case .rateLimited: .wait(retryAfter)
        case .serverError, .timeout, .unreachable, .notJSON, .malformed, .fileUnavailable, .fileNotWritten:
            .retry(after: retryAfter)
        case .cursorExpired: .restartListing
        case .cancelled: .retry(after: .zero)
        }
    }
}
