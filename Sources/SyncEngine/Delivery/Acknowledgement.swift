internal import JobQueue
internal import SyncState

extension Stations {
    /// Receipts, checkpoints and finished jobs in one script; what went wrong, job by job.
    func acknowledge(_ lease: Lease, _ delivered: [Delivered]) async throws -> BatchReport {
        var report = BatchReport()
        var results: [JobResult] = []
        for delivery in delivered {
            let job = delivery.draft.job.id
            switch delivery.end() {
            case .ended(let result): results.append(result)
            case .failed(let failure): report.failures[job] = failure
            }
        }
        // First: the run may end with the next step, and its process with the run.
        try await queue.warn(delivered.flatMap(\.draft.warnings))
        report.statuses = try await queue.acknowledge(lease, results)
        try await queue.fail(lease, report.failures)
        report.pushedBytes = delivered.reduce(0) { $0 + $1.pushedBytes }
        return report
    }
}
