internal import JobQueue
internal import Sinks
internal import SyncState

/// One object that is decided on and not delivered yet: what the sink is to do, and what is remembered when it has.
struct Draft {
    enum Decision: Equatable {
        /// It is not there any more, or not for us.
        case remove
        /// It cannot be found, which is no evidence: what the sink has stays until a sweep has looked for it.
        case absent
        /// It is there, and stays out of the sink.
        case skip
        /// Nothing differs from what the sink has.
        case unchanged
        /// Title, place or facts differ, the text does not.
        case patch
        case push
        case fail(JobFailure)
    }

    let job: Job
    let externalID: String
    /// What the sink has so far.
    let receipt: Receipt?
    let decision: Decision
    /// With `patch` and `push`; `patch` looks at all but the text.
    var document: SinkDocument?
    /// Of the document, with `patch` and `push`.
    var hash: ContentHash?
    /// Of an attachment's text.
    var extraction: Receipt.Extraction?
    /// What is remembered of the object once it is as decided; `nil`: what is remembered stays.
    var checkpoint: Checkpoint?
    var warnings: [RunWarning] = []
    /// Of pages and blog posts: what those are told who show it.
    var announcement: Announcement?
}

extension Draft {
    /// The same object with its job tried again later; nothing of it goes to the sink now.
    func postponed(_ failure: JobFailure) -> Draft {
        Draft(job: job, externalID: externalID, receipt: receipt, decision: .fail(failure))
    }
}

extension Draft {
    enum Action { case push, patch, remove, nothing }

    var action: Action {
        switch decision {
        case .push: .push
        case .patch: .patch
        // An earlier try may have reached the sink without anybody having noted it.
        case .remove, .skip: receipt == nil && !job.wasTriedBefore ? .nothing : .remove
        case .absent: receipt == nil && job.wasTriedBefore ? .remove : .nothing
        case .unchanged, .fail: .nothing
        }
    }

    private var previous: SinkReceipt? { receipt.map { SinkReceipt(documentID: $0.documentID) } }

    var upsert: SinkUpsert? {
        document.map { SinkUpsert(document: $0, previous: previous, mayHaveArrived: job.wasTriedBefore) }
    }

    var patch: SinkPatch? {
        guard let document, let previous else { return nil }
        return SinkPatch(
            externalID: document.externalID, title: document.title, metadata: document.metadata,
            parentExternalID: document.parentExternalID, previous: previous)
    }

    var deletion: SinkDeletion { SinkDeletion(externalID: externalID, previous: previous) }
}

extension Job {
    /// An earlier try ended somewhere, perhaps between the sink and the queue.
    var wasTriedBefore: Bool { attempts > 0 || deaths > 0 || throttles > 0 }
}
