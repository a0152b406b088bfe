/// Waits that double, each shortened by chance so that many waiters spread out.
struct Backoff {
    private let first: Duration
    private let last: Duration
    private var current: Duration

    init(first: Duration, last: Duration) {
        self.first = first
        self.last = last
        current = first
    }

    mutating func reset() { current = first }

    /// Waits no longer than this next time.
    mutating func settle(at most: Duration) { current = min(current, most) }

    mutating func next() -> Duration {
        defer { current = min(current * 2, last) }
        return current * Double.random(in: 0.5...1)
    }
}
