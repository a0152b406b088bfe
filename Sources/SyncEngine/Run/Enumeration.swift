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
        if plan.run.mode != .delta {
            let newest = try await DeltaListing.newestChange(stations, plan)
            let complete = try await sweep(spaces.selected, newest, stations, plan)
            try await AbsenceWalk(stations: stations, plan: plan, spaces: spaces, complete: complete).perform()
        }
        try await stations.queue.closeRun(run)
    }

    /// - Returns: the spaces that were listed to their end.
    private func sweep(_ spaces: [SpaceRecord], _ newest: Int?, _ stations: Stations, _ plan: RunPlan) async throws
        -> Set<SpaceID>
    {
        try await withThrowingTaskGroup(of: SpaceID?.self) { group in
            var complete: Set<SpaceID> = []
            var waiting = spaces.makeIterator()
            for _ in 0..<width {
                if let space = waiting.next() { group.addTask { try await sweep(space, newest, stations, plan) } }
            }
            while let swept = try await group.next() {
                if let swept { complete.insert(swept) }
                if let space = waiting.next() { group.addTask { try await sweep(space, newest, stations, plan) } }
            }
            return complete
        }
    }

    /// One space. What goes wrong is an error of the run, and the space counts as not listed; what concerns all spaces is thrown.
    private func sweep(_ space: SpaceRecord, _ newest: Int?, _ stations: Stations, _ plan: RunPlan) async throws
        -> SpaceID?
    {
        do {
            try await FactsListing(stations: stations, plan: plan, space: space).perform()
            try await ContentListing(stations: stations, plan: plan, space: space, newest: newest).perform()
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
