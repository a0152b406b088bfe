internal import ConfluenceClient
internal import ConfluenceModel
internal import HTTPTransport
internal import JobQueue
internal import Logging
internal import SyncState
internal import Telemetry

/// The listings of one run: which spaces, what changed in them, and what is no longer there.
///
/// Every listing saves its place together with the items it stored, so whoever takes the run over goes on from there.
struct Enumeration {
    let stations: Stations
    let run: RunID
    let logger: Logger
    /// Spaces listed at the same time.
    var width = 4

    func perform() async throws {
        let meter = TransportMeter()
        var stations = stations
        stations.confluence = stations.confluence.counting(into: meter)
        do {
            try await list(stations)
        } catch {
            await note(meter)
            throw error
        }
        await note(meter)
    }

    private func list(_ stations: Stations) async throws {
        guard let plan = try await RunPlan.begin(run, stations) else { return }
        let spaces = try await SpaceListing(stations: stations, plan: plan).perform()
        if plan.run.mode != .full {
            try await DeltaListing(stations: stations, plan: plan, spaces: spaces.selected).perform()
        }
        if plan.run.mode == .delta, stations.connector.attachments != nil {
            try await settled(stations, plan)
            try await AttachmentFeed(stations: stations, plan: plan, spaces: spaces.selected).perform()
        }
        if plan.run.mode != .delta {
            let complete = try await sweep(spaces.selected, stations, plan)
            try await AbsenceWalk(stations: stations, plan: plan, spaces: spaces, complete: complete).perform()
        }
        try await stations.queue.closeRun(run)
    }

    /// First all pages; files when those have come to their ends, since a file is compared with its page's checkpoint.
    /// - Returns: the spaces that were listed to their end.
    private func sweep(_ spaces: [SpaceRecord], _ stations: Stations, _ plan: RunPlan) async throws -> Set<SpaceID> {
        let newest = try await DeltaListing.newestChange(stations, plan)
        try await DeltaListing.begin(at: newest, spaces, stations)
        let complete = try await each(spaces) { space in
            try await FactsListing(stations: stations, plan: plan, space: space).perform()
            try await ContentListing(stations: stations, plan: plan, space: space, newest: newest).perform()
        }
        guard stations.connector.attachments != nil else { return complete }
        try await settled(stations, plan)
        let newestFile = try await AttachmentFeed.newestChange(stations, plan)
        return try await each(spaces.filter { complete.contains($0.id) }) { space in
            try await AttachmentListing(stations: stations, plan: plan, space: space, newest: newestFile).perform()
        }
    }

    /// Some spaces at a time. What goes wrong with one is an error of the run, and the space counts as not listed; what
    /// concerns all spaces is thrown.
    /// - Returns: the spaces that went well.
    private func each(
        _ spaces: [SpaceRecord], _ list: @escaping @Sendable (SpaceRecord) async throws -> Void
    ) async throws -> Set<SpaceID> {
        try await withThrowingTaskGroup(of: SpaceID?.self) { group in
            var complete: Set<SpaceID> = []
            var waiting = spaces.makeIterator()
            for _ in 0..<width {
                if let space = waiting.next() { group.addTask { try await one(space, list) } }
            }
            while let listed = try await group.next() {
                if let listed { complete.insert(listed) }
                if let space = waiting.next() { group.addTask { try await one(space, list) } }
            }
            return complete
        }
    }

    private func one(
        _ space: SpaceRecord, _ list: @Sendable (SpaceRecord) async throws -> Void
    ) async throws -> SpaceID? {
        do {
            try await list(space)
            return space.id
        } catch let error as ConfluenceError where error.remedy != .stop && error.code != .cancelled {
            logger.warning("space not listed", metadata: [LogKey.space: "\(space.key)", LogKey.reason: "\(error)"])
            try await stations.queue.addError(
                RunError(object: space.key, stage: "enumerate", code: error.code.rawValue, message: error.message),
                to: run)
            return nil
        }
    }

    private func note(_ meter: TransportMeter) async {
        let reading = meter.reading
        try? await stations.queue.add(
            RunUsage(
                confluenceRequests: reading.requests, points: reading.points, bytesDownloaded: reading.downloadedBytes),
            to: run)
    }
}
