/// Tells from the time that answers take when a host has too much to do. Pure.
///
/// Looks at the 95th of 100 answers, half a window at a time; the baseline is the quietest window so far, and
/// forgets slowly, so that a host that became slower for good is not held back for ever.
struct LatencyWatch {
    static let window = 50
    /// Shorter answers are never too long.
    static let floor = Duration.milliseconds(500)

    private var samples: [Duration] = []
    private(set) var baseline: Duration?

    /// - Returns: whether the window that this answer completes was twice as slow as the quietest one.
    mutating func isCrowded(after elapsed: Duration) -> Bool {
        samples.append(max(elapsed, .zero))
        guard samples.count >= Self.window else { return false }
        let tail = samples.sorted()[Self.window * 95 / 100]
        samples.removeFirst(Self.window / 2)
        guard let quiet = baseline else {
            baseline = tail
            return false
        }
        baseline = min(tail, quiet + quiet / 50)
        return tail > Self.floor && tail > quiet * 2
    }
}
