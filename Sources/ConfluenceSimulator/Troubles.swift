/// The faults at work, and what those that struck have left behind.
struct Troubles: Sendable {
    private var faults: [Fault] = []
    /// Signed addresses that are refused for good, and with which status.
    private(set) var refusedSignatures: [String: Int] = [:]
    /// `Authorization` headers that have run out.
    private(set) var expiredCredentials: Set<String> = []
    /// Accounts that were told to stay away: from when on their requests are early, and until when.
    private var throttled: [String: (from: ContinuousClock.Instant, until: ContinuousClock.Instant)] = [:]

    mutating func add(_ fault: Fault) { faults.append(fault) }

    /// Signatures and credentials that a fault has spoilt are good again.
    mutating func clear() {
        faults = []
        refusedSignatures = [:]
        expiredCredentials = []
    }

    /// The first that strikes.
    mutating func fault(for target: FaultTarget) -> Fault? {
        for index in faults.indices where faults[index].strikes(target) { return faults[index] }
        return nil
    }

    mutating func refuse(signature: String, with status: Int) { refusedSignatures[signature] = status }

    mutating func expire(credentials: String) { expiredCredentials.insert(credentials) }

    // MARK: Throttling

    /// - Parameter grace: for requests that are under way; not when an account is told once more.
    mutating func throttle(_ account: String, for distance: Duration, grace: Duration) {
        let now = ContinuousClock.now
        let before = throttled[account].flatMap { $0.until > now ? $0 : nil }
        throttled[account] = (from: before?.from ?? now + grace, until: max(before?.until ?? now, now + distance))
    }

    func isEarly(_ account: String) -> Bool {
        let now = ContinuousClock.now
        return throttled[account].map { now >= $0.from && now < $0.until } ?? false
    }
}
