internal import AttachmentModel
package import ConfluenceClient
internal import ConfluenceModel
package import JobQueue
package import SyncState

/// One attachment on its way through a batch: what is asked, what we knew, what Confluence says of it and of its page.
package struct AttachmentCase {
    let job: Job
    let checkpoint: Checkpoint?
    var receipt: Receipt?
    package var fetched: FetchedAttachment?
    /// The page or blog post it hangs on.
    package var home: Home?
    /// Among the wanted files of its page, from 0; `nil` where nobody counts.
    package var rank: Int?
    /// ``AttachmentSelection/refusalMark(of:)``
    package var refusalMark: String?

    var id: ContentID { job.id.content }

    package struct Home {
        let fetched: Fetched
        /// Of every restricted content on the way to it, itself included.
        let layers: [String]
        /// `nil`: none of the selected ones.
        let space: SpaceRecord?

        package init(fetched: Fetched, layers: [String], space: SpaceRecord?) {
            self.fetched = fetched
            self.layers = layers
            self.space = space
        }
    }

    package init(job: Job, checkpoint: Checkpoint?, receipt: Receipt?) {
        self.job = job
        self.checkpoint = checkpoint
        self.receipt = receipt
    }

    /// A search that knows only an older version than was listed, or than we have, is not believed.
    var wanted: WantedContent {
        let version =
            job.flags.contains(.force) ? job.wantedVersion : max(job.wantedVersion, Int(checkpoint?.version ?? 0))
        return WantedContent(id: id, kind: .attachment, version: version)
    }

    var attachment: Attachment? {
        if case .found(let attachment) = fetched { attachment } else { nil }
    }

    /// `nil`: the file or its page is not there, or not among what is synced.
    var place: AttachmentPlace? {
        guard let attachment, let home, let page = home.fetched.content, let space = home.space else { return nil }
        return AttachmentPlace(
            attachment: attachment, page: page, space: space, layers: home.layers, refusalMark: refusalMark)
    }

    var container: WantedContent? {
        guard let attachment, let id = attachment.containerID, let kind = attachment.containerKind else { return nil }
        return WantedContent(id: id, kind: kind)
    }
}

/// What becomes of an attachment before its file is looked at. Pure, as ``PageVerdict``.
package enum AttachmentVerdict: Equatable {
    case remove
    /// The file or its page was listed and cannot be found: as ``PageVerdict/absent``.
    case absent
    case skip(SkipReason)
    case unchanged
    /// Place or facts differ, the file does not.
    case patch
    /// Download, extract, push.
    case read
    /// Push what is known of it, without its text.
    case list(SkipReason)
    case fail(ConfluenceError)
}

package struct AttachmentRules {
    let pages: PageRules
    let selection: AttachmentSelection

    package init(connector: Connector) {
        pages = PageRules(connector: connector)
        selection = connector.attachments ?? AttachmentSelection()
    }

    package func verdict(on file: AttachmentCase) -> AttachmentVerdict {
        let attachment: Attachment
        switch file.fetched {
        case nil, .gone: return .absent
        case .trashed: return .remove
        case .failed(let error): return .fail(error)
        case .found(let found):
            guard found.status == .current || pages.connector.selection.includeArchived else { return .remove }
            attachment = found
        }
        guard pages.connector.attachments != nil, file.container != nil else { return .remove }
        guard let home = file.home else { return .absent }
        switch pages.standing(of: home.fetched, space: home.space, layers: home.layers) {
        case .unknown, .absent: return .absent
        case .notOurs: return .remove
        case .refused(let reason): return .skip(reason)
        case .unreadable(let error): return .fail(error)
        case .open(let page, let space):
            return verdict(
                on: file,
                AttachmentPlace(
                    attachment: attachment, page: page, space: space, layers: home.layers,
                    refusalMark: selection.refusalMark(of: attachment)))
        }
    }

    private func verdict(on file: AttachmentCase, _ place: AttachmentPlace) -> AttachmentVerdict {
        let attachment = place.attachment
        let refusal = selection.refusal(of: attachment, rank: file.rank)
        if let refusal, !selection.listsUnread { return .skip(refusal) }
        let whole = refusal.map { AttachmentVerdict.list($0) } ?? .read
        guard let checkpoint = file.checkpoint, !file.job.flags.contains(.force),
            Int(checkpoint.version) >= attachment.version.number
        else { return whole }
        // A later version of the readers may know better.
        let wasUnreadable =
            checkpoint.flags.contains(.unreadable) && Int(checkpoint.pipeline) >= ExtractorVersion.current
        if wasUnreadable, !selection.listsUnread { return .skip(.unreadable) }
        guard let receipt = file.receipt, let known = receipt.extraction,
            known.nameDigest == Digest.name(attachment.fileName)
        else { return whole }
        let wasListed = !wasUnreadable && ExtractionStatus(code: known.status).isRefusal
        guard wasListed == (refusal != nil) else { return whole }
        return checkpoint.isSame(as: place.checkpoint()) ? .unchanged : .patch
    }
}

extension ExtractionStatus {
    /// Given to files that were not even downloaded.
    fileprivate var isRefusal: Bool { self == .skipped || self == .tooLarge }
}

extension Checkpoint {
    fileprivate func isSame(as now: Checkpoint) -> Bool {
        version == now.version && treeDigest == now.treeDigest && factsDigest == now.factsDigest
            && spaceOrdinal == now.spaceOrdinal && flags.contains(.digestsKnown)
    }
}
