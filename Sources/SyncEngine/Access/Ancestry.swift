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
    /// By run: what one run read does not count for another.
    private var readings: [String: [ContentID: Reading]] = [:]

    init(client: ConfluenceClient, freshness: Duration = .seconds(15 * 60), capacity: Int = 20_000) {
        self.client = client
        self.freshness = freshness
        self.capacity = capacity
    }

    /// The own restriction of each content; `nil` where we may not know it, to be treated as restricted. A failure is
    /// no answer and is not remembered: who may read that one is to be asked again.
    /// - Parameter run: the run on whose behalf is asked.
    func restrictions(
        of ids: Set<ContentID>, run: String?
    ) async throws -> [ContentID: Result<ReadRestriction?, ConfluenceError>] {
        // Gathered here: while we wait for Confluence, another batch may make room among the readings.
        var answer: [ContentID: Result<ReadRestriction?, ConfluenceError>] = [:]
        let now = clock.now
        for id in ids {
            if let reading = readings[run ?? ""]?[id], reading.at > now - freshness {
                answer[id] = .success(reading.restriction)
            }
        }
        let missing = ids.filter { answer[$0] == nil }
        if !missing.isEmpty {
            let read = try await client.facts(of: missing.sorted()).mapValues { $0.map(\.readRestriction) }
            answer.merge(read) { old, _ in old }
            remember(
                read.compactMap { id, result in result.value.map { (id, Reading(restriction: $0, at: now)) } }, run)
        }
        return answer
    }

    /// The layers a reader of each content has to pass, from the space down, or why they cannot be known now. Reads the
    /// restrictions nobody has read yet.
    func layers(
        above contents: [Content], by policy: AccessPolicy, run: String?
    ) async throws -> [ContentID: Result<[String], ConfluenceError>] {
        learn(contents.map(\.facts), run: run)
        let restrictions = try await restrictions(
            of: Set(contents.flatMap { $0.facts.ancestors.map(\.id) }), run: run)
        return contents.reduce(into: [:]) { layers, content in
            let answers = content.facts.ancestors.map { restrictions[$0.id] ?? .success(nil) }
            layers[content.facts.id] = Result { () throws(ConfluenceError) in
                var chain: [ReadRestriction?] = []
                for answer in answers { chain.append(try answer.get()) }
                return policy.layers(of: chain + [content.facts.readRestriction])
            }
        }
    }

    /// Takes over what came along with pages that were fetched anyway.
    func learn(_ facts: [ContentFacts], run: String?) {
        let now = clock.now
        remember(facts.map { ($0.id, Reading(restriction: $0.readRestriction, at: now)) }, run)
    }

    private func remember(_ new: [(ContentID, Reading)], _ run: String?) {
        let run = run ?? ""
        if readings[run] == nil, readings.count >= 4 { readings.removeAll() }
        if (readings[run]?.count ?? 0) + new.count > capacity { readings[run] = nil }
        for (id, reading) in new { readings[run, default: [:]][id] = reading }
    }
}
