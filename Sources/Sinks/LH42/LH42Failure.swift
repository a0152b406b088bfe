internal import HTTPTransport

/// Why LH42 did not do what it was asked to, as far as that can be known.
struct LH42Failure: Error, Equatable {
    enum Kind: Equatable {
        /// 400, 422 and other refusals of this one request.
        case rejected
        case unauthorized
        case quota
        case forbidden
        case missing
        case conflict
        case tooLarge
        /// 429, or our own pace keeps quiet because of an earlier one.
        case throttled
        /// 5xx, a reset, a timeout, an answer nobody can read: it may have happened all the same.
        case ambiguous
        /// The request never left.
        case unreachable
        /// Something else is at that address.
        case wrongAddress
        case cancelled
    }

    var kind: Kind
    /// A sentence for people, LH42's own words included.
    var message: String
    var retryAfter: Duration?
    /// The field of the request that LH42 complains about.
    var parameter: String?

    init(_ kind: Kind, _ message: String, retryAfter: Duration? = nil, parameter: String? = nil) {
        self.kind = kind
        self.message = message
        self.retryAfter = retryAfter
        self.parameter = parameter
    }

    static let cancelled = LH42Failure(.cancelled, "the request was cancelled")

    /// No complete answer came.
    init(_ error: HTTPError) {
        switch error.code {
        case .cancelled: self = .cancelled
        case .badURL, .redirectRefused: self.init(.wrongAddress, "LH42 cannot be reached: \(error.detail)")
        default:
            self.init(
                error.mayHaveArrived ? .ambiguous : .unreachable, "LH42 cannot be reached: \(error.detail)")
        }
    }

    /// The same again, at once or soon, may do.
    var isTransient: Bool { kind == .ambiguous || kind == .unreachable }

    /// Of a create: the collection is not there.
    var isAboutCollection: Bool { kind == .missing || (kind == .rejected && parameter == "collection_id") }

    /// One table for all that may go wrong.
    var sinkError: SinkError {
        switch kind {
        case .rejected: SinkError(.rejected, message, .permanent)
        case .tooLarge: SinkError(.tooLarge, message, .permanent)
        case .unauthorized: SinkError(.unauthorized, message, .stopRun)
        case .quota: SinkError(.quota, message, .stopRun)
        case .forbidden: SinkError(.forbidden, message, .stopRun)
        case .wrongAddress: SinkError(.wrongAddress, message, .stopRun)
        case .missing: SinkError(.missing, message, .recreate)
        case .conflict: SinkError(.conflict, message, .retry)
        case .throttled: SinkError(.throttled, message, .retry, after: retryAfter)
        case .ambiguous, .unreachable: SinkError(.unreachable, message, .retry, after: retryAfter)
        case .cancelled: SinkError(.cancelled, message, .retry)
        }
    }
}

extension SinkError.Code {
    package static let unauthorized = Self(rawValue: "unauthorized")
    package static let forbidden = Self(rawValue: "forbidden")
    /// The account's quota is used up.
    package static let quota = Self(rawValue: "quota")
    package static let conflict = Self(rawValue: "conflict")
    package static let tooLarge = Self(rawValue: "too_large")
    package static let throttled = Self(rawValue: "throttled")
    package static let unreachable = Self(rawValue: "unreachable")
    /// Something else is at the configured address.
    package static let wrongAddress = Self(rawValue: "wrong_address")
    package static let cancelled = Self(rawValue: "cancelled")
    /// Stored, and still being made searchable.
    package static let notReady = Self(rawValue: "not_ready")
    /// Stored, and could not be made searchable.
    package static let processingFailed = Self(rawValue: "processing_failed")
}
