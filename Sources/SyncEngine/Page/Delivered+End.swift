internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import Sinks
internal import SyncState

/// A job's end: an outcome with what is to be remembered, or a failure.
enum JobEnd {
    case ended(JobResult)
    case failed(JobFailure)
}

extension Delivered {
    func end(bucket: Int) -> JobEnd {
        let hadDocument = draft.page.receipt != nil
        switch (answer, draft.verdict) {
        case (.failure(let error), _): return .failed(error.jobFailure)
        case (_, .fail(let error)): return .failed(error.jobFailure(stage: "fetch"))
        case (_, .refuse(let reason)):
            return .failed(JobFailure(.permanent, stage: "convert", code: "refused", message: reason))
        case (_, .fetchBody):
            let message = "Confluence gave the facts of the page but not its text; it is tried again"
            return .failed(JobFailure(.transient, stage: "fetch", code: "no_body", message: message))
        case (_, .remove):
            return .ended(result(hadDocument ? .deleted : .skipped, bucket, checkpoint: .remove, receipt: .remove))
        case (_, .skip):
            let checkpoint = draft.checkpoint(isSkipped: true)
            return .ended(
                result(hadDocument ? .deleted : .skipped, bucket, checkpoint: written(checkpoint), receipt: .remove))
        case (.success, .unchanged): return .ended(result(.unchanged, bucket, checkpoint: current, receipt: .keep))
        case (.success(let receipt), .patch):
            return .ended(result(.patched, bucket, checkpoint: current, receipt: written(receipt)))
        case (.success(let receipt), .push):
            return .ended(result(.pushed, bucket, checkpoint: current, receipt: written(receipt)))
        }
    }

    private var current: StoredChange { written(draft.checkpoint(isSkipped: false)) }

    private func written(_ checkpoint: Checkpoint?) -> StoredChange { checkpoint.map { .write($0.bytes) } ?? .keep }

    private func written(_ receipt: SinkReceipt?) -> StoredChange {
        guard let receipt, let hash = draft.hash, let content = draft.page.content else { return .keep }
        let stored = Receipt(
            version: UInt32(clamping: content.facts.version), contentHash: hash.bytes, documentID: receipt.documentID)
        return .write(stored.bytes)
    }

    private func result(_ outcome: JobOutcome, _ bucket: Int, checkpoint: StoredChange, receipt: StoredChange)
        -> JobResult
    {
        JobResult(id: draft.page.job.id, outcome: outcome, bucket: bucket, checkpoint: checkpoint, receipt: receipt)
    }
}
