internal import ConfluenceClient
package import ConfluenceModel
internal import JobQueue
internal import SyncState

/// The spaces of a run, registered with their ordinals.
struct RunSpaces {
    /// Selected by the connector and covered by the run's filter.
    var selected: [SpaceRecord]
    /// Known from earlier runs, but not selected any more, archived or not visible any more. Empty for a filtered run.
    var dropped: [SpaceRecord]
    /// Those of the dropped that the site did not show at all.
    var vanished: Set<SpaceID>
}

extension [Space] {
    /// A list that shifts while it is read shows some of them twice.
    package var listedOnce: [Space] {
        var seen: Set<SpaceID> = []
        return filter { seen.insert($0.id).inserted }
    }
}

/// Lists the site's spaces and chooses.
struct SpaceListing {
    let stations: Stations
    let plan: RunPlan

    func perform() async throws -> RunSpaces {
        let visible = try await all()
        let known = try await stations.state.spaces()
        let synced = visible.filter { stations.connector.selection.contains($0) }
        let selected = synced.filter { plan.covers($0) || !plan.isFiltered && known[$0.id]?.sweptAt == nil }
        try await complainAboutUnknownKeys(visible)
        _ = try await stations.state.register(selected + visible.filter { known[$0.id] != nil })
        let records = try await stations.state.spaces()

        let selectedIDs = Set(synced.map(\.id))
        let visibleIDs = Set(visible.map(\.id))
        let dropped = !plan.isFiltered ? records.values.filter { !selectedIDs.contains($0.id) } : []
        return RunSpaces(
            selected: selected.compactMap { records[$0.id] },
            dropped: dropped.sorted { $0.ordinal < $1.ordinal },
            vanished: Set(dropped.map(\.id).filter { !visibleIDs.contains($0) }))
    }

    private func all() async throws -> [Space] {
        var spaces: [Space] = []
        var place: String?
        repeat {
            let listing = try await stations.confluence.spaces(keys: nil, after: place)
            spaces = (spaces + listing.elements).listedOnce
            guard spaces.count <= Self.most else {
                throw ConfluenceError(.malformed, "the site lists more than \(Self.most) spaces")
            }
            place = listing.next
        } while place != nil
        return spaces
    }

    /// More than can be numbered; far more than any site has.
    private static let most = 100_000

    /// The others sync all the same; the run ends with errors and offers the nearest keys.
    private func complainAboutUnknownKeys(_ visible: [Space]) async throws {
        let keys = visible.map(\.key)
        var filter = stations.connector.selection
        if plan.isFiltered { filter.keys += plan.run.spaces }
        for key in Set(filter.unknownKeys(among: visible)).sorted() {
            let near = nearestKeys(to: key, among: keys)
            let hint =
                near.isEmpty
                ? "keys are case-sensitive, and the account must be allowed to see the space"
                : "did you mean \(near.joined(separator: ", "))?"
            try await stations.queue.addError(
                RunError(
                    object: key, stage: "enumerate", code: "space_not_found",
                    message: "no space has the key \(key); \(hint)"),
                to: plan.run.id)
        }
    }
}
