internal import ConfluenceClient
internal import ConfluenceModel

/// The read restrictions of the contents above the pages at work, read at most once a run and never older than
/// fifteen minutes: a page goes out only if its whole chain was seen open a moment ago.
actor Ancestry {
    private struct Reading {
        let restriction: ReadRestriction?
        let at: ContinuousClock.Instant
    }

    private let client: ConfluenceClient
    private let freshness: Duration
    private let capacity: Int
    private let clock = ContinuousClock()
    private var readings: [ContentID: Reading] = [:]
    private var generation: String?

    init(client: ConfluenceClient, freshness: Duration = .seconds(15 * 60), capacity: Int = 20_000) {
        self.client = client
        self.freshness = freshness
        self.capacity = capacity
    }

    /// The own restriction of each content; `nil` where it cannot be read, to be treated as restricted.
    /// - Parameter run: the run on whose behalf is asked; what an earlier run read does not count for it.
    func restrictions(of ids: Set<ContentID>, run: String?) async throws -> [ContentID: ReadRestriction?] {
        begin(run)
        let oldest = clock.now - freshness
        let missing = ids.filter { readings[$0].map { $0.at < oldest } ?? true }
        if !missing.isEmpty {
            let at = clock.now
            let facts = try await client.facts(of: missing.sorted())
            makeRoom(for: missing.count)
            for id in missing { readings[id] = Reading(restriction: facts[id].flatMap(\.readRestriction), at: at) }
        }
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, readings[$0]?.restriction) })
    }

    /// Takes over what came along with pages that were fetched anyway.
    func learn(_ facts: [ContentFacts], run: String?) {
        begin(run)
        makeRoom(for: facts.count)
        for fact in facts { readings[fact.id] = Reading(restriction: fact.readRestriction, at: clock.now) }
    }

    private func begin(_ run: String?) {
        guard let run, run != generation else { return }
        generation = run
        readings.removeAll(keepingCapacity: true)
    }

    private func makeRoom(for count: Int) {
        if readings.count + count > capacity { readings.removeAll(keepingCapacity: true) }
    }
}
