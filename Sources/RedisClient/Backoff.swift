/// Pauses between attempts to reconnect: 20 ms, doubled up to 5 s, of which a random half is waited at least.
struct Backoff {
    private var attempt = 0

    mutating func next() -> Duration {
        let ceiling = min(5000, 20 << min(attempt, 8))
        attempt += 1
        return .milliseconds(Int.random(in: ceiling / 2...ceiling))
    }

    mutating func reset() { attempt = 0 }
}
