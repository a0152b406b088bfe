internal import JobQueue
internal import Sinks
internal import SyncState

/// A draft and what the sink made of it: a receipt where it holds the document, none where it does not.
struct Delivered {
    let draft: Draft
    let answer: Result<SinkReceipt?, SinkError>

    var pushedBytes: Int {
        guard case .success = answer, draft.decision == .push else { return 0 }
        return draft.document?.markdown.utf8.count ?? 0
    }

    /// What the queue is told: an outcome with what is to be remembered, or a failure.
    func end() -> JobEnd {
        switch (answer, draft.decision) {
        case (.failure(let error), _): return .failed(error.jobFailure)
        case (_, .fail(let failure)): return .failed(failure)
        case (_, .remove): return .ended(result(absence, checkpoint: .remove, receipt: .remove))
        case (_, .absent):
            return .ended(
                draft.receipt == nil
                    ? result(.skipped, checkpoint: .remove, receipt: .remove)
                    : result(.unchanged, checkpoint: .keep, receipt: .keep))
        case (_, .skip): return .ended(result(absence, checkpoint: current, receipt: .remove))
        case (.success, .unchanged): return .ended(result(.unchanged, checkpoint: current, receipt: .keep))
        case (.success(let receipt), .patch):
            return .ended(result(.patched, checkpoint: current, receipt: written(receipt)))
        case (.success(let receipt), .push):
            return .ended(result(.pushed, checkpoint: current, receipt: written(receipt)))
        }
    }

    private var absence: JobOutcome { draft.receipt == nil ? .skipped : .deleted }

    private var current: StoredChange { draft.checkpoint.map { .write($0.bytes) } ?? .keep }

    private func written(_ receipt: SinkReceipt?) -> StoredChange {
        guard let receipt, let hash = draft.hash, let checkpoint = draft.checkpoint else { return .keep }
        let stored = Receipt(
            version: checkpoint.version, contentHash: hash.bytes, documentID: receipt.documentID,
            extraction: draft.extraction)
        return .write(stored.bytes)
    }

    private func result(_ outcome: JobOutcome, checkpoint: StoredChange, receipt: StoredChange)
        -> JobResult
    {
        JobResult(id: draft.job.id, outcome: outcome, checkpoint: checkpoint, receipt: receipt)
    }
}

/// A job's end: an outcome with what is to be remembered, or a failure.
enum JobEnd {
    case ended(JobResult)
    case failed(JobFailure)
}
