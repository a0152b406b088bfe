/// Leaves a server alone that has failed five times in a row, for a minute. Pure: time comes in.
struct TikaCircuit: Equatable {
    static let mostFailures = 5
    static let rest = Duration.seconds(60)

    private var failures = 0
    private var openUntil = Duration.zero

    /// - Returns: how long to leave it alone; `nil`: it may be asked.
    func pause(now: Duration) -> Duration? { now < openUntil ? openUntil - now : nil }

    mutating func answered() { failures = 0 }

    /// After a rest one more failure opens it again.
    mutating func failed(now: Duration) {
        failures += 1
        if failures >= Self.mostFailures { openUntil = now + Self.rest }
    }

    /// `Retry-After`.
    mutating func asked(toWait time: Duration, now: Duration) { openUntil = max(openUntil, now + time) }
}
