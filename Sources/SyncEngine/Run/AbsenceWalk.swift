internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import JobQueue
internal import Logging
internal import SyncState
internal import Telemetry

/// After complete listings: what bears an older sweep's number was not seen, and is to be confirmed gone, one by one.
///
/// Whole spaces that vanish, and more than a few absences in one, look like a lost permission rather than a clean-up:
/// such deletions are held for a person.
struct AbsenceWalk {
    let stations: Stations
    let plan: RunPlan
    let spaces: RunSpaces
    /// Spaces that were listed to their end in this run.
    let complete: Set<SpaceID>

    /// Absences in one space that need no confirmation by a person: 20, or one in twenty of its objects.
    private func isTooMany(_ absent: Int, of all: Int) -> Bool { absent > max(20, all / 20) }

    func perform() async throws {
        guard let sweep = plan.sweep else { return }
        let state = stations.state
        let listed = spaces.selected.filter { complete.contains($0.id) }
        let looked = listed + spaces.dropped + (try await adopted())
        let byOrdinal = Dictionary(looked.map { ($0.ordinal, $0) }) { first, _ in first }
        let known = try await state.heldDeletions()
        let tally = try await tally(sweep, Set(byOrdinal.keys), known)
        let isInDoubt = try await state.isInDoubt()

        let vanished = spaces.dropped.filter { spaces.vanished.contains($0.id) && tally[$0.ordinal] != nil }
        var released: Set<UInt16> = []
        var held: Set<UInt16> = []
        for (ordinal, count) in tally where count.absent + count.unwanted > 0 {
            guard let space = byOrdinal[ordinal] else { continue }
            let verdict = HoldingVerdict(
                on: count.absent, others: count.others, known.first { $0.space == space.id }
            ) { isHeld(space, $0, of: count.all, amongVanished: vanished.count, isInDoubt: isInDoubt) }
            switch verdict {
            case .release: break
            case .hold:
                held.insert(ordinal)
                try await hold(space, count, isInDoubt ? "the account is new here" : "too many to delete unasked")
            case .keep(var rejected):
                held.insert(ordinal)
                // Some came back: those that go missing from now on are others.
                rejected.absent = min(rejected.absent, count.absent)
                try await state.hold(rejected)
            }
            if count.unwanted > 0 || !held.contains(ordinal) { released.insert(ordinal) }
        }
        for one in known where byOrdinal[one.ordinal] != nil && !held.contains(one.ordinal) {
            try await state.endHolding(one.space)
        }
        try await enqueue(released, held, sweep, byOrdinal)
        for space in spaces.dropped where tally[space.ordinal] == nil { try await stations.state.forget(space.id) }
        if isInDoubt, plan.run.spaces.isEmpty { try await stations.state.endDoubt() }
        for space in listed {
            try await state.setComplete(
                sweep: sweep, at: plan.run.createdAt, objects: tally[space.ordinal]?.all ?? 0, of: space.id)
        }
    }

    /// What was taken over from a sink and did not come up, though everything was listed: of no space that is known.
    private func adopted() async throws -> [SpaceRecord] {
        guard try await isAllListed() else { return [] }
        return [
            SpaceRecord(
                id: SpaceID("taken-over"), key: "what was taken over", name: "", type: "", status: "",
                ordinal: Adoption.ordinal)
        ]
    }

    /// In this run, or, where spaces take turns, in those since documents were taken over.
    private func isAllListed() async throws -> Bool {
        if plan.run.spaces.isEmpty, complete.count == spaces.selected.count { return true }
        // Of spaces that nobody has asked for yet nothing is known.
        guard !plan.isFiltered, let adopted = try await stations.state.adoptedAt(), plan.run.createdAt >= adopted
        else { return false }
        let all = try await stations.state.spaces().values.filter { stations.connector.selection.contains($0.space) }
        return all.allSatisfy { complete.contains($0.id) || $0.sweptAt ?? 0 >= adopted }
    }

    private struct Count {
        /// No longer listed, though their kind still is.
        var absent = 0
        /// Those of them that were still listed when a person's word was asked for.
        var others = 0
        /// Of kinds that are no longer synced: evidence, not absence.
        var unwanted = 0
        var all = 0

        mutating func add(isAbsent: Bool, isWanted: Bool, isMeant: Bool) {
            all += 1
            if isAbsent, isWanted { absent += 1 }
            if isAbsent, isWanted, !isMeant { others += 1 }
            if isAbsent, !isWanted { unwanted += 1 }
        }
    }

    private func tally(
        _ sweep: UInt16, _ ordinals: Set<UInt16>, _ held: [HeldDeletions]
    ) async throws -> [UInt16: Count] {
        var tally: [UInt16: Count] = [:]
        let heldSweeps = Dictionary(held.map { ($0.ordinal, $0.sweep) }) { first, _ in first }
        try await stations.state.walk { found in
            for (_, checkpoint) in found where ordinals.contains(checkpoint.spaceOrdinal) {
                tally[checkpoint.spaceOrdinal, default: Count()].add(
                    isAbsent: checkpoint.isUnmarked(by: sweep), isWanted: stations.connector.wants(checkpoint.kind),
                    isMeant: heldSweeps[checkpoint.spaceOrdinal].map { checkpoint.isUnmarked(by: $0) } ?? false)
            }
        }
        return tally
    }

    /// A space that is still there and only no longer wanted is evidence, not absence: nothing to hold.
    private func isHeld(
        _ space: SpaceRecord, _ absent: Int, of all: Int, amongVanished vanished: Int, isInDoubt: Bool
    ) -> Bool {
        let isDeselected = spaces.dropped.contains { $0.id == space.id } && !spaces.vanished.contains(space.id)
        if isDeselected { return false }
        return isInDoubt || vanished >= 3 && spaces.vanished.contains(space.id)
            || isTooMany(absent, of: all)
    }

    private func hold(_ space: SpaceRecord, _ count: Count, _ reason: String) async throws {
        stations.logger.warning(
            "deletions held", metadata: [LogKey.space: "\(space.key)", LogKey.count: "\(count.absent)"])
        try await stations.queue.hold(plan.run.id, count.absent)
        let now = Int(try await stations.queue.now().timeIntervalSince1970 * 1000)
        try await stations.state.hold(
            HeldDeletions(
                space: space, absent: count.absent, all: count.all, reason: reason, run: plan.run.id.rawValue,
                sweep: plan.sweep ?? 0, since: now))
        let message =
            "\(count.absent) of \(count.all) objects of \(space.key) are no longer listed; \(reason): `deletes list`"
        try await stations.queue.warn([
            RunWarning(run: plan.run.id, object: space.key, code: "deletes_held", message: message)
        ])
    }

    /// - Parameter held: spaces of which only what is of an unwanted kind goes.
    private func enqueue(
        _ ordinals: Set<UInt16>, _ held: Set<UInt16>, _ sweep: UInt16, _ spaces: [UInt16: SpaceRecord]
    ) async throws {
        guard !ordinals.isEmpty else { return }
        try await stations.state.unmarked(sweep: sweep, ordinals: ordinals) { found in
            let items = found.compactMap { id, checkpoint -> JobItem? in
                guard let space = spaces[checkpoint.spaceOrdinal] else { return nil }
                if held.contains(space.ordinal), stations.connector.wants(checkpoint.kind) { return nil }
                return JobItem(
                    id: JobID(.absence, id), space: space.id, version: Int(checkpoint.version),
                    spaceOrdinal: checkpoint.spaceOrdinal,
                    flags: .compareBody)
            }
            try await store(Step(items: items, next: nil, lane: plan.run.lane, marks: false), nil, stations, plan)
        }
    }
}
