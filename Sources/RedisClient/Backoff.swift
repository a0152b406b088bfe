/// Pauses between attempts to reconnect: 20 ms, doubled up to the longest, of which a random half is waited at least.
struct Backoff {
    /// Milliseconds.
    let longest: Int
    private var attempt = 0

    init(longest: Int) { self.longest = longest }

    mutating func next() -> Duration {
        let ceiling = min(longest, 20 << min(attempt, 8))
        attempt += 1
        return .milliseconds(Int.random(in: ceiling / 2...ceiling))
    }

    mutating func reset() { attempt = 0 }
}
