internal import ConfluenceClient
internal import JobQueue
internal import Sinks
internal import SyncState

/// A draft and what the sink made of it: a receipt where it holds the document, none where it does not.
struct Delivered {
    let draft: PageDraft
    let answer: Result<SinkReceipt?, SinkError>

    var pushedBytes: Int {
        guard case .success = answer, draft.verdict == .push else { return 0 }
        return draft.document?.markdown.utf8.count ?? 0
    }
}

/// Brings a batch of drafts to the sink: whole documents, patches and removals, each kind in one call.
struct PageDelivery {
    let sink: any Sink

    func deliver(_ drafts: [PageDraft]) async -> [Delivered] {
        var delivered: [Delivered] = []
        for (action, group) in Dictionary(grouping: drafts, by: \.action) {
            let answers: [Result<SinkReceipt?, SinkError>] =
                switch action {
                case .push: await push(group)
                case .patch: await sink.patch(group.compactMap(\.patch)).map { $0.map(Optional.some) }
                case .remove: await sink.delete(group.map(\.deletion)).map { $0.map { nil } }
                case .nothing: group.map { .success($0.page.receipt.map { SinkReceipt(documentID: $0.documentID) }) }
                }
            delivered += zip(group, answers).map { Delivered(draft: $0, answer: $1) }
        }
        return delivered
    }

    /// A sink refuses what is older than what it holds. Whoever says `force` means it: then the newer one goes first.
    private func push(_ drafts: [PageDraft]) async -> [Result<SinkReceipt?, SinkError>] {
        var answers = await sink.push(drafts.compactMap(\.upsert))
        let refused = drafts.indices.filter {
            answers[$0].failure?.code == .stale && drafts[$0].page.job.flags.contains(.force)
        }
        if !refused.isEmpty {
            _ = await sink.delete(refused.map { drafts[$0].deletion })
            let again = await sink.push(refused.compactMap { drafts[$0].upsert })
            for (index, answer) in zip(refused, again) { answers[index] = answer }
        }
        return answers.map { $0.map(Optional.some) }
    }
}

extension PageDraft {
    enum Action { case push, patch, remove, nothing }

    var action: Action {
        switch verdict {
        case .push: .push
        case .patch: .patch
        case .remove, .skip: page.receipt == nil ? .nothing : .remove
        case .unchanged, .fetchBody, .fail, .refuse: .nothing
        }
    }

    private var previous: SinkReceipt? { page.receipt.map { SinkReceipt(documentID: $0.documentID) } }

    var upsert: SinkUpsert? { document.map { SinkUpsert(document: $0, previous: previous) } }

    var patch: SinkPatch? {
        guard let document, let previous else { return nil }
        return SinkPatch(
            externalID: document.externalID, title: document.title, metadata: document.metadata, previous: previous)
    }

    var deletion: SinkDeletion { SinkDeletion(externalID: externalID, previous: previous) }
}

extension Result {
    var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
