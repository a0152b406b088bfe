internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// The metadata sweep of one space: every page and blog post by id, 250 a request, compared with its checkpoint and marked.
struct ContentListing {
    let stations: Stations
    let plan: RunPlan
    let space: SpaceRecord

    /// The site's newest change before the sweep began, in milliseconds.
    let newest: Int?

    func perform() async throws {
        for kind in stations.connector.kinds { try await list(kind) }
        if let newest { try await stations.state.setWatermark(newest, of: space.id, for: DeltaListing.watermark) }
    }

    private func list(_ kind: ContentKind) async throws {
        try await walk("\(kind.rawValue):\(space.id)", stations, plan) { place in
            let listing = try await stations.confluence.contents(
                kind, in: space.space, statuses: stations.connector.statuses, after: place)
            let items = listing.elements.compactMap {
                $0.item(in: space, flags: plan.flags)
            }
            return Step(
                items: items, next: listing.next, lane: plan.lane(for: space), marks: true, problems: listing.problems)
        }
    }
}

extension ContentSummary {
    func item(in space: SpaceRecord, flags: JobFlags = []) -> JobItem? {
        guard let job = JobKind(kind) else { return nil }
        return JobItem(
            id: JobID(job, id), space: space.id, version: version.number, spaceOrdinal: space.ordinal, flags: flags)
    }
}

extension JobKind {
    /// `nil` for what has no body of its own.
    init?(_ kind: ContentKind) {
        switch kind {
        case .page: self = .page
        case .blogpost: self = .blogpost
        case .attachment, .folder, .whiteboard, .database, .embed: return nil
        }
    }
}
