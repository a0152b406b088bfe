/// What reading one file may still take, and what it has taken.
struct ReadingBudget {
    /// Of the clock; waiting for a turn does not count.
    var left: Duration
    var cost = Extraction.Cost()

    init(_ time: Duration) { left = time }

    mutating func add(_ result: PipelineResult) {
        left = max(.zero, left - result.elapsed)
        cost.cpuSeconds += result.stages.reduce(0) { $0 + $1.cpuSeconds }
        cost.peakBytes = max(cost.peakBytes, result.stages.map(\.peakBytes).max() ?? 0)
    }
}
