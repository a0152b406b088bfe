internal import JobQueue
internal import Sinks
internal import SyncState

/// Brings a batch of drafts to the sink: whole documents, patches and removals, each kind in one call.
struct Delivery {
    let sink: any Sink
    let progress: LeaseProgress

    /// The sink's answers, one for each draft. Nothing here throws: a sink says what went wrong per document.
    func deliver(_ drafts: [Draft]) async -> [Delivered] {
        progress.beginWriting()
        var delivered: [Delivered] = []
        for (action, group) in Dictionary(grouping: drafts, by: \.action) {
            let answers: [Result<SinkReceipt?, SinkError>] =
                switch action {
                case .push: await push(group)
                case .patch: await sink.patch(group.compactMap(\.patch)).map { $0.map(Optional.some) }
                case .remove: await sink.delete(group.map(\.deletion)).map { $0.map { nil } }
                case .nothing: group.map { .success($0.receipt.map { SinkReceipt(documentID: $0.documentID) }) }
                }
            delivered += zip(group, answers).map { Delivered(draft: $0, answer: $1) }
        }
        return delivered
    }

    /// A sink refuses what is older than what it holds. Whoever says `force` means it: then the newer one goes first.
    private func push(_ drafts: [Draft]) async -> [Result<SinkReceipt?, SinkError>] {
        var answers = await sink.push(drafts.compactMap(\.upsert))
        let refused = drafts.indices.filter {
            answers[$0].failure?.code == .stale && drafts[$0].job.flags.contains(.force)
        }
        if !refused.isEmpty {
            _ = await sink.delete(refused.map { drafts[$0].deletion })
            let again = await sink.push(refused.compactMap { drafts[$0].upsert })
            for (index, answer) in zip(refused, again) { answers[index] = answer }
        }
        return answers.map { $0.map(Optional.some) }
    }
}

extension Result {
    var value: Success? {
        if case .success(let value) = self { value } else { nil }
    }

    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
