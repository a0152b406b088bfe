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

    /// Spaces without a watermark wait for their first sweep, which finds everything.
    func perform() async throws {
        let known = spaces.filter { $0.watermarks[Self.watermark] != nil }
        guard !known.isEmpty else { return }
        var newest: Date?
        for kind in stations.connector.kinds { try await read(kind, known, &newest) }
        // The feeds were read back to the oldest watermark, so every space has been seen up to the newest change.
        guard let milliseconds = newest.map({ Int($0.timeIntervalSince1970 * 1000) }) else { return }
        for space in known where milliseconds > space.watermarks[Self.watermark] ?? 0 {
            try await stations.state.setWatermark(milliseconds, of: space.id, for: Self.watermark)
        }
    }

    /// The site's newest change at the start of the run, in milliseconds by its own clock; kept for whoever takes over.
    ///
    /// A sweep sets it as the watermark of what it has listed: an edit made during the sweep is newer than that.
    static func newestChange(_ stations: Stations, _ plan: RunPlan) async throws -> Int? {
        if let saved = plan.run.cursors[newestField] { return Int(saved) }
        var newest: Date?
        for kind in stations.connector.kinds {
            let listing = try await retrying { try await stations.confluence.recentlyModified(kind, in: nil, limit: 1) }
            newest = [newest, listing.elements.first?.version.createdAt].compactMap { $0 }.max()
        }
        guard let milliseconds = newest.map({ Int($0.timeIntervalSince1970 * 1000) }) else { return nil }
        try await stations.queue.save(RunCursor(field: newestField, value: String(milliseconds)), to: plan.run.id)
        return milliseconds
    }

    /// From the beginning of its first sweep on, which may take days, edits in a space are found by the feeds.
    static func begin(at newest: Int?, _ spaces: [SpaceRecord], _ stations: Stations) async throws {
        guard let newest else { return }
        for space in spaces where space.watermarks[watermark] == nil {
            try await stations.state.setWatermark(newest, of: space.id, for: watermark)
        }
    }

    private static let newestField = "newest:site"

    private func read(_ kind: ContentKind, _ spaces: [SpaceRecord], _ newest: inout Date?) async throws {
        let byID = Dictionary(spaces.map { ($0.id, $0) }) { one, _ in one }
        let feed = spaces.count <= Self.spacesPerFeed ? spaces.map(\.space) : nil
        let oldest = spaces.compactMap { $0.watermarks[Self.watermark] }.min() ?? 0
        let horizon = Date(timeIntervalSince1970: Double(oldest) / 1000) - Self.overlap
        var place: String?
        // Most of the time there is nothing new, and a few items show that.
        var limit = 5
        repeat {
            let listing = try await retrying {
                try await stations.confluence.recentlyModified(kind, in: feed, limit: limit, after: place)
            }
            for summary in listing.elements {
                newest = [newest, summary.version.createdAt].compactMap { $0 }.max()
            }
            let items = listing.elements.compactMap { summary in
                byID[summary.spaceID].flatMap { summary.item(in: $0) }
            }
            try await store(Step(items: items, next: nil, lane: plan.run.lane, marks: false), nil, stations, plan)
            let isPast = listing.elements.last.flatMap(\.version.createdAt).map { $0 < horizon } ?? true
            place = isPast ? nil : listing.next
            limit = 250
        } while place != nil
    }
}
