internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import JobQueue
internal import SyncState

/// What the change feeds show: edits and new content since the newest change known, newest first.
struct DeltaListing {
    static let watermark = "delta"
    /// Feeds are read this much further back than needed: clocks of a site's nodes differ, and edits land late.
    private static let overlap: TimeInterval = 600
    /// Above so many spaces one feed of the whole site is cheaper than many.
    private static let spacesPerFeed = 100

    let stations: Stations
    let plan: RunPlan
    let spaces: [SpaceRecord]

    /// Spaces without a watermark were never listed: their first sweep finds everything.
    func perform() async throws {
        let known = spaces.filter { $0.watermarks[Self.watermark] != nil }
        guard !known.isEmpty else { return }
        var newest: [SpaceID: Date] = [:]
        for kind in stations.connector.kinds { try await read(kind, known, &newest) }
        for (space, date) in newest {
            let milliseconds = Int(date.timeIntervalSince1970 * 1000)
            if milliseconds > known.first(where: { $0.id == space })?.watermarks[Self.watermark] ?? 0 {
                try await stations.state.setWatermark(milliseconds, of: space, for: Self.watermark)
            }
        }
    }

    private func read(_ kind: ContentKind, _ spaces: [SpaceRecord], _ newest: inout [SpaceID: Date]) async throws {
        let byID = Dictionary(uniqueKeysWithValues: spaces.map { ($0.id, $0) })
        let feed = spaces.count <= Self.spacesPerFeed ? spaces.map(\.space) : nil
        let oldest = spaces.compactMap { $0.watermarks[Self.watermark] }.min() ?? 0
        let horizon = Date(timeIntervalSince1970: Double(oldest) / 1000) - Self.overlap
        var place: String?
        var limit = 25
        repeat {
            let listing = try await retrying {
                try await stations.confluence.recentlyModified(kind, in: feed, limit: limit, after: place)
            }
            for summary in listing.elements {
                guard let date = summary.version.createdAt else { continue }
                newest[summary.spaceID] = max(newest[summary.spaceID] ?? date, date)
            }
            let items = listing.elements.compactMap { summary in
                byID[summary.spaceID].flatMap { summary.item(in: $0, buckets: stations.state.buckets) }
            }
            try await store(Step(items: items, next: nil, lane: plan.run.lane, marks: false), nil, stations, plan)
            let isPast = listing.elements.last.flatMap(\.version.createdAt).map { $0 < horizon } ?? true
            place = isPast ? nil : listing.next
            limit = 250
        } while place != nil
    }
}
