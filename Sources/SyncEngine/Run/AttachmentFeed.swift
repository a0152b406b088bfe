internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import JobQueue
internal import SyncState

/// What the site's newest files show: uploads and new versions, which leave their pages' versions as they were.
///
/// The feed names a file's page and not its space; the page's checkpoint does. Files of pages that are still jobs are left to
/// the next delta run; those of pages that are not known are left to the sweep.
struct AttachmentFeed {
    static let watermark = "attachments"
    private static let overlap: TimeInterval = 600

    let stations: Stations
    let plan: RunPlan
    let spaces: [SpaceRecord]

    func perform() async throws {
        let known = spaces.filter { $0.watermarks[Self.watermark] != nil }
        guard let oldest = known.compactMap({ $0.watermarks[Self.watermark] }).min() else { return }
        let horizon = Date(timeIntervalSince1970: Double(oldest) / 1000) - Self.overlap
        let byOrdinal = Dictionary(known.map { ($0.ordinal, $0) }) { one, _ in one }
        var newest: Date?
        var waiting: Date?
        var place: String?
        // Most of the time there is nothing new, and a few items show that.
        var limit = 5
        repeat {
            let listing = try await retrying {
                try await stations.confluence.attachments(of: nil, limit: limit, after: place)
            }
            for file in listing.elements { newest = [newest, file.version.createdAt].compactMap { $0 }.max() }
            let left = try await enqueue(listing.elements, byOrdinal)
            waiting = ([waiting].compactMap { $0 } + left.compactMap(\.version.createdAt)).min()
            let isPast = listing.elements.last.flatMap(\.version.createdAt).map { $0 < horizon } ?? true
            place = isPast ? nil : listing.next
            limit = 250
        } while place != nil
        // Never past a file that waits for its page.
        guard let end = [newest, waiting].compactMap({ $0 }).min() else { return }
        let milliseconds = Int(end.timeIntervalSince1970 * 1000)
        for space in known where milliseconds > space.watermarks[Self.watermark] ?? 0 {
            try await stations.state.setWatermark(milliseconds, of: space.id, for: Self.watermark)
        }
    }

    /// - Returns: files whose pages, in these spaces, are not done yet.
    private func enqueue(_ files: [Attachment], _ spaces: [UInt16: SpaceRecord]) async throws -> [Attachment] {
        let files = files.filter { $0.isWanted(by: stations.connector) }
        let containers = files.compactMap(\.containerID)
        // Before the checkpoints: a page whose job ends in between has one.
        let jobs = try await stations.queue.unfinished(
            containers.flatMap { [JobID(.page, $0), JobID(.blogpost, $0)] })
        let pages = try await stations.state.checkpoints(containers)
        let items = files.compactMap { file -> JobItem? in
            guard let ordinal = file.containerID.flatMap({ pages[$0]?.spaceOrdinal }), let space = spaces[ordinal]
            else { return nil }
            return file.item(
                in: space, pages: pages, selection: stations.connector.attachments)
        }
        try await store(Step(items: items, next: nil, lane: plan.run.lane, marks: false), nil, stations, plan)
        return files.filter { file in
            guard let page = file.containerID, pages[page] == nil else { return false }
            return [JobID(.page, page), JobID(.blogpost, page)].contains { job in
                spaces.values.contains { $0.id == jobs[job] }
            }
        }
    }

    /// The newest file at the start of the run, in milliseconds by the site's clock; kept for whoever takes over.
    static func newestChange(_ stations: Stations, _ plan: RunPlan) async throws -> Int? {
        if let saved = plan.run.cursors[newestField] { return Int(saved) }
        let listing = try await retrying { try await stations.confluence.attachments(of: nil, limit: 1) }
        // A site without files: whatever comes is newer.
        let milliseconds = listing.elements.first?.version.createdAt.map { Int($0.timeIntervalSince1970 * 1000) } ?? 0
        try await stations.queue.save(RunCursor(field: newestField, value: String(milliseconds)), to: plan.run.id)
        return milliseconds
    }

    private static let newestField = "newest:attachments"
}
