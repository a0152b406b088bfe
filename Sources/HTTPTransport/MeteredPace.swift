package import Telemetry

/// Counts on its way what a pace sees: how long turns were waited for, and with which status they ended.
package struct MeteredPace: Pace {
    private let pace: any Pace
    private let metrics: Metrics
    private let target: String

    /// - Parameter target: who is asked, as the figures name it: `confluence`, `sink`.
    package init(_ pace: any Pace, target: String, metrics: Metrics) {
        self.pace = pace
        self.target = target
        self.metrics = metrics
    }

    package func acquire(cost: Int) async throws {
        let start = ContinuousClock.now
        defer { metrics.add(.rateLimitWait, (ContinuousClock.now - start) / .seconds(1), ["target": target]) }
        try await pace.acquire(cost: cost)
    }

    package func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) async {
        metrics.add(.httpRequests, 1, ["target": target, "code": status.map(String.init) ?? "none"])
        await pace.finished(status: status, headers: headers, elapsed: elapsed)
    }
}
