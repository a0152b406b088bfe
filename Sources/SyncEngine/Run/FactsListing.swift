internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// The facts sweep of one space: moves, renames, labels and restrictions, which raise no version, read from the search
/// index without bodies and compared by digest.
///
/// A page's facts depend on the restrictions above it. Those are known from the last sweep; where this one finds that a
/// restriction has changed, everything below it is compared once more at the end.
struct FactsListing {
    let stations: Stations
    let plan: RunPlan
    let space: SpaceRecord

    func perform() async throws {
        // The jobs of a first listing and of a full run read all facts themselves.
        guard space.lastCompleteSweep != nil, plan.run.mode == .incremental else { return }
        var restrictions = try await stations.state.knownRestrictions()
        var changed: Set<ContentID> = []
        var parents: Set<ContentID> = []
        let field = "facts:\(space.id)"
        let isResumed = plan.run.cursors[field] != nil
        try await walk(field, stations, plan) { place in
            let listing = try await stations.confluence.facts(inSpace: space.key, after: place)
            // The listing shows pages; folders and other parents that pages hang on are asked for by id, once each.
            let unseen = listing.elements.parents.subtracting(parents)
            parents.formUnion(unseen)
            let known = unseen.isEmpty ? [:] : try await stations.confluence.facts(of: unseen.sorted())
            let answers = unseen.sorted().compactMap { known[$0] }
            let all = listing.elements + answers.compactMap(\.value)
            try await stations.state.note(all)
            for facts in all
            where facts.readRestriction.map({ $0 != restrictions[facts.id] ?? .none }) ?? false {
                restrictions[facts.id] = facts.readRestriction
                changed.insert(facts.id)
            }
            var step = step(listing, restrictions)
            step.problems = listing.problems + answers.compactMap(\.failure?.message)
            return step
        }
        // Whoever takes over cannot know what the one before found changed: then all restricted ones are looked below.
        if isResumed { changed.formUnion(restrictions.filter { !$0.value.isNone }.keys) }
        try await compareBelow(changed, restrictions)
    }

    private func compareBelow(_ ids: Set<ContentID>, _ restrictions: [ContentID: ReadRestriction]) async throws {
        let sorted = ids.sorted()
        for start in stride(from: 0, to: sorted.count, by: 50) {
            let part = Array(sorted[start..<min(start + 50, sorted.count)])
            var place: String?
            repeat {
                let listing = try await retrying { try await stations.confluence.facts(below: part, after: place) }
                try await store(step(listing, restrictions), nil, stations, plan)
                place = listing.next
            } while place != nil
        }
    }

    private func step(_ listing: Listing<ContentFacts>, _ restrictions: [ContentID: ReadRestriction]) -> Step {
        let items = listing.elements.compactMap { facts -> JobItem? in
            guard let kind = JobKind(facts.kind), facts.spaceKey == space.key else { return nil }
            guard facts.kind != .blogpost || stations.connector.includeBlogs else { return nil }
            let chain = facts.ancestors.map { restrictions[$0.id] ?? ReadRestriction.none } + [facts.readRestriction]
            return JobItem(
                id: JobID(kind, facts.id), space: space.id, version: facts.version,
                spaceOrdinal: space.ordinal,
                treeDigest: Digest.tree(title: facts.title, spaceKey: facts.spaceKey, ancestors: facts.ancestors),
                factsDigest: Digest.facts(labels: facts.labels, layers: stations.connector.access.layers(of: chain)))
        }
        return Step(items: items, next: listing.next, lane: plan.lane(for: space), marks: false)
    }
}

extension [ContentFacts] {
    /// What they hang on that is no page: folders, whiteboards, databases and embeds.
    fileprivate var parents: Set<ContentID> {
        Set(flatMap { $0.ancestors.filter { $0.kind != .page }.map(\.id) })
    }
}
