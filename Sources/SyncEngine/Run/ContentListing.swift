internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import JobQueue
internal import SyncState

/// The metadata sweep of one space: every page and blog post by id, 250 a request, compared with its checkpoint and marked.
struct ContentListing {
    let stations: Stations
    let plan: RunPlan
    let space: SpaceRecord

    func perform() async throws {
        var newest: Date?
        for kind in stations.connector.kinds { newest = [newest, try await list(kind)].compactMap { $0 }.max() }
        if let newest {
            try await stations.state.setWatermark(
                Int(newest.timeIntervalSince1970 * 1000), of: space.id, for: DeltaListing.watermark)
        }
    }

    /// - Returns: the newest change seen.
    private func list(_ kind: ContentKind) async throws -> Date? {
        let field = "\(kind.rawValue):\(space.id)"
        var newest: Date?
        try await walk(field, stations, plan) { place in
            let listing = try await stations.confluence.contents(
                kind, in: space.space, statuses: stations.connector.statuses, after: place)
            newest = [newest, listing.elements.compactMap(\.version.createdAt).max()].compactMap { $0 }.max()
            let items = listing.elements.compactMap {
                $0.item(in: space, buckets: stations.state.buckets, flags: plan.flags)
            }
            return Step(items: items, next: listing.next, lane: plan.lane(for: space), marks: true)
        }
        return newest
    }
}

extension ContentSummary {
    func item(in space: SpaceRecord, buckets: CheckpointBuckets, flags: JobFlags = []) -> JobItem? {
        guard let job = JobKind(kind) else { return nil }
        return JobItem(
            id: JobID(job, id), space: space.id, version: version.number, bucket: buckets.index(of: id),
            spaceOrdinal: space.ordinal, flags: flags)
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
