internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// The sweep of one space's files, after its pages have settled: every attachment by the search index, 200 a request,
/// compared with its checkpoint and with that of its page, and marked.
struct AttachmentListing {
    let stations: Stations
    let plan: RunPlan
    let space: SpaceRecord
    /// The site's newest file before the sweep began, in milliseconds.
    let newest: Int?

    func perform() async throws {
        try await walk("attachment:\(space.id)", stations, plan) { place in
            let listing = try await stations.confluence.attachments(inSpace: space.key, after: place)
            let pages = try await stations.state.checkpoints(listing.elements.compactMap(\.containerID))
            let items = listing.elements.filter { $0.isWanted(by: stations.connector) }.map {
                $0.item(
                    in: space, pages: pages, selection: stations.connector.attachments,
                    flags: plan.flags)
            }
            return Step(
                items: items, next: listing.next, lane: plan.lane(for: space), marks: true, problems: listing.problems)
        }
        if let newest { try await stations.state.setWatermark(newest, of: space.id, for: AttachmentFeed.watermark) }
    }
}

extension Attachment {
    /// Files on comments and custom content have no page that they could be shown with.
    func isWanted(by connector: Connector) -> Bool { containerID != nil && containerKind.map(connector.wants) ?? false }

    /// - Parameter pages: the checkpoints of the pages they hang on. Without one, places and facts are not compared.
    func item(
        in space: SpaceRecord, pages: [ContentID: Checkpoint], selection: AttachmentSelection?, flags: JobFlags = []
    ) -> JobItem {
        let page = containerID.flatMap { pages[$0] }.flatMap { $0.flags.contains(.digestsKnown) ? $0 : nil }
        var item = JobItem(
            id: JobID(.attachment, id), space: space.id, version: version.number, spaceOrdinal: space.ordinal,
            flags: flags)
        if let page, let container = containerID {
            item.treeDigest = Digest.tree(fileName: fileName, container: container, page: page.treeDigest)
            let refusal = selection?.refusalMark(of: self)
            item.factsDigest = labels.map { Digest.facts(labels: $0, page: page.factsDigest, refusal: refusal) }
        }
        return item
    }
}
