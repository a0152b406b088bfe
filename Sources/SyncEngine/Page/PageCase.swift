package import ConfluenceClient
internal import ConfluenceModel
package import JobQueue
package import SyncState

/// One page or blog post on its way through a batch: what is asked, what we knew, what Confluence says.
package struct PageCase {
    let job: Job
    let kind: ContentKind
    let checkpoint: Checkpoint?
    var receipt: Receipt?
    package var fetched: Fetched?
    /// Of every restricted content on the chain, from the space down; known once the ancestors were read.
    package var layers: [String] = []

    var id: ContentID { job.id.content }

    /// `nil` for jobs that are about something else.
    package init?(job: Job, checkpoint: Checkpoint?, receipt: Receipt?) {
        switch job.id.kind {
        case .page: kind = .page
        case .blogpost: kind = .blogpost
        case .attachment, .absence: return nil
        }
        self.job = job
        self.checkpoint = checkpoint
        self.receipt = receipt
    }

    /// Whether the facts alone may be enough: nothing asks for the text, and the sink has it.
    package var mayDoWithoutBody: Bool {
        job.flags.contains(.metadataOnly) && job.flags.isDisjoint(with: [.compareBody, .force]) && checkpoint != nil
    }
}

/// What becomes of a page. Pure: everything known comes in, one word comes out.
package enum PageVerdict: Equatable {
    /// It is not there any more, or not for us: the object itself said so.
    case remove
    /// It was listed and cannot be found: no evidence, since a lost permission looks the same. The next sweep decides.
    case absent
    /// It is there, and stays out of the sink.
    case skip(SkipReason)
    /// The facts do not suffice: fetch it again with its text.
    case fetchBody
    /// Nothing differs from what the sink has.
    case unchanged
    /// Title, place or facts differ, the text does not.
    case patch
    /// Convert and push.
    case push
    /// This one alone could not be read.
    case fail(ConfluenceError)
    /// It was read and cannot be converted, now or ever; why.
    case refuse(String)
}

/// Whether a page is there for us, before anything is compared.
enum Standing {
    /// Not asked for yet.
    case unknown
    /// Not to be found, which may mean deleted, or no longer shown to us.
    case absent
    /// Trashed, archived, moved out of what is synced, or of a kind that is not.
    case notOurs
    /// There, and kept out on purpose.
    case refused(SkipReason)
    case unreadable(ConfluenceError)
    case open(Content, SpaceRecord)
}

/// The rules of design §4, applied to one page.
package struct PageRules {
    package let connector: Connector

    package init(connector: Connector) { self.connector = connector }

    /// - Parameters:
    ///   - space: where the page is now; `nil` when that is none of the selected ones.
    ///   - hash: of the converted text; `nil` before conversion.
    package func verdict(on page: PageCase, space: SpaceRecord?, hash: ContentHash?) -> PageVerdict {
        switch standing(of: page.fetched, space: space, layers: page.layers) {
        case .unknown: .fetchBody
        case .absent: .absent
        case .notOurs: .remove
        case .refused(let reason): .skip(reason)
        case .unreadable(let error): .fail(error)
        case .open(let content, let space): verdict(on: page, content, space, hash)
        }
    }

    /// Whether a page, and with it what hangs on it, may go to the sink.
    func standing(of fetched: Fetched?, space: SpaceRecord?, layers: [String]) -> Standing {
        let content: Content
        switch fetched {
        case nil: return .unknown
        case .gone: return .absent
        case .trashed: return .notOurs
        case .failed(let error): return .unreadable(error)
        case .archived(let archived):
            guard connector.selection.includeArchived else { return .notOurs }
            content = archived
        case .content(let current):
            guard current.status == .current else { return .notOurs }
            content = current
        }
        guard let space, connector.kinds.contains(content.facts.kind) else { return .notOurs }
        if let reason = connector.access.refusal(layers: layers) { return .refused(reason) }
        return .open(content, space)
    }

    private func verdict(on page: PageCase, _ content: Content, _ space: SpaceRecord, _ hash: ContentHash?)
        -> PageVerdict
    {
        guard let receipt = page.receipt, let checkpoint = page.checkpoint, !page.job.flags.contains(.force) else {
            return content.body == nil ? .fetchBody : .push
        }
        if content.body == nil {
            let isSameText =
                content.facts.version <= Int(checkpoint.version) && checkpoint.spaceOrdinal == space.ordinal
            guard isSameText else { return .fetchBody }
        } else {
            guard let hash, hash.bytes == receipt.contentHash else { return .push }
        }
        return matches(checkpoint, content, space, page.layers) ? .unchanged : .patch
    }

    /// Whether the sink's metadata is what it would be written as now.
    private func matches(_ checkpoint: Checkpoint, _ content: Content, _ space: SpaceRecord, _ layers: [String]) -> Bool
    {
        checkpoint.flags.contains(.digestsKnown) && Int(checkpoint.version) == content.facts.version
            && checkpoint.spaceOrdinal == space.ordinal
            && checkpoint.treeDigest == Digest.tree(of: content.facts, in: space)
            && checkpoint.factsDigest == Digest.facts(labels: content.facts.labels, layers: layers)
    }
}
