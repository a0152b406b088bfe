/// Says when the next request to one host may go. Everybody who sends to that host waits on the same pace.
package protocol Pace: Sendable {
    /// Waits for a turn.
    /// - Parameter cost: requests, or points where the host counts points; 1 for a plain request.
    /// - Throws: ``Paused`` when the wait would be longer than the pace is ready to hold a caller; `CancellationError`.
    func acquire(cost: Int) async throws

    /// Ends the turn that ``acquire(cost:)`` gave: exactly once for each, also after a failure or a cancel.
    /// - Parameter status: `nil` when no answer came.
    func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) async
}

/// The host asked for silence: come back later, do not sleep on it.
package struct Paused: Error, Hashable, CustomStringConvertible {
    package let remaining: Duration

    package init(remaining: Duration) { self.remaining = remaining }

    package var description: String { "paused for another \(remaining.components.seconds) s" }
}

/// No limit at all.
package struct NoPace: Pace {
    package init() {}
    package func acquire(cost: Int) async throws {}
    package func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) async {}
}
