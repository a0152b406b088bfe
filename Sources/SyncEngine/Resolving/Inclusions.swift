internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import StorageFormat
internal import SyncState

/// Finds what a batch of pages shows inside its own (include and excerpt macros): level by level, in bulk, and only what
/// would be pushed itself and is open to all who may read its space. Of everything else a link remains.
struct Inclusions {
    let stations: Stations
    let ancestry: Ancestry
    let spaces: SpaceDirectory
    let memory: Lookups
    let run: RunID?

    /// Titles of one batch that the search index does not know, asked for one by one.
    private let unindexed = 5

    var limits: ConversionLimits { stations.pipeline.options.limits }

    init(stations: Stations, ancestry: Ancestry, spaces: SpaceDirectory, memory: Lookups, run: RunID?) {
        self.stations = stations
        self.ancestry = ancestry
        self.spaces = spaces
        self.memory = memory
        self.run = run
    }

    /// A body whose macros are looked at, and the pages it ends up in.
    private struct Node {
        let spaceKey: String
        let references: StorageReferences
        let pages: Set<JobID>
    }

    /// One level: who names which page to be shown, and who owns the files that are named beside.
    private struct Level {
        var includers: [PageReference: Set<JobID>] = [:]
        var owners: Set<PageName> = []
    }

    func shown(in texts: [PageText]) async throws -> ShownPages {
        var found = ShownPages(own: texts)
        var nodes = texts.map { Node(spaceKey: $0.space.key, references: $0.references, pages: [$0.job]) }
        for _ in 0...limits.includeDepth where !nodes.isEmpty {
            let level = level(of: nodes)
            guard !level.includers.isEmpty || !level.owners.isEmpty else { break }
            var targets = try await follow(level, &found)
            let mistaken = found.dropMistakenNames()
            if !mistaken.isEmpty {
                await memory.titles.forget(mistaken)
                targets = try await follow(level, &found, disbelieving: mistaken)
                _ = found.dropMistakenNames()
            }
            nodes = targets.compactMap { id, pages in
                found.contents[id].map {
                    Node(spaceKey: $0.content.facts.spaceKey, references: $0.references, pages: pages)
                }
            }
        }
        return found
    }

    private func level(of nodes: [Node]) -> Level {
        nodes.reduce(into: Level()) { level, node in
            for page in node.references.included(in: node.spaceKey, limit: limits.inclusions) {
                level.includers[page, default: []].formUnion(node.pages)
            }
            level.owners.formUnion(node.references.owners(in: node.spaceKey))
        }
    }

    private func follow(
        _ level: Level, _ found: inout ShownPages, disbelieving mistaken: Set<PageName> = []
    ) async throws -> [ContentID: Set<JobID>] {
        try await resolve(level, &found, mistaken)
        let targets = try await intend(level.includers, &found)
        try await fetch(targets, &found)
        return targets
    }

    /// The ids behind the names: from whom a synced page told that it bears the name, else by a search.
    private func resolve(_ level: Level, _ found: inout ShownPages, _ mistaken: Set<PageName>) async throws {
        var names = Set(level.includers.keys.filter { $0.contentID == nil }.compactMap(\.name))
        let selected = try await spaces.selected(keys: Set(names.map(\.spaceKey)))
        // What is in no selected space is not pushed: nothing to look for.
        names = names.filter { selected.holds($0.spaceKey) && found.ids[$0] == nil }
        let told = try await stations.state.announced(names.subtracting(mistaken).map(\.shown))
        for name in names { found.ids[name] = told[name.shown]?.content }
        let unknown = names.union(level.owners).filter { found.ids[$0] == nil }
        guard !unknown.isEmpty else { return }
        let ids = try await memory.titles.ids(
            of: unknown, unindexed: names.isEmpty ? 0 : unindexed, using: stations.confluence)
        found.ids.merge(ids) { one, _ in one }
    }

    /// Writes down who is about to show what, before it is read: whoever changes it from now on finds them.
    /// - Returns: the pages that end up showing each content.
    private func intend(
        _ includers: [PageReference: Set<JobID>], _ found: inout ShownPages
    ) async throws -> [ContentID: Set<JobID>] {
        var targets: [ContentID: Set<JobID>] = [:]
        var intents: [(shown: Shown, includer: String, state: ShownState)] = []
        for (page, jobs) in includers {
            let shown: Shown
            if let id = found.id(of: page) {
                shown = .content(id)
                targets[id, default: []].formUnion(jobs)
            } else if let name = page.name {
                shown = name.shown
            } else {
                continue
            }
            for job in jobs where found.shows[job]?[shown] == nil {
                found.shows[job, default: [:]][shown] = .unsettled
                intents.append((shown, job.description, .unsettled))
            }
        }
        try await stations.state.note(intents)
        return targets
    }
}

extension PageName {
    var shown: Shown { .title(spaceKey: spaceKey, title: title) }
}
