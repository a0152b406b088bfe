internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import StorageFormat
internal import SyncState

extension Inclusions {
    /// Contents that one batch may have fetched to be shown, and their bytes.
    private static let contentLimit = 1_000
    private static let byteLimit = 32 << 20

    /// Reads what is to be shown, unless it is at hand already, and says what each page shows.
    func fetch(_ targets: [ContentID: Set<JobID>], _ found: inout ShownPages) async throws {
        let wanted = try await wantedVersions(targets.keys.filter { found.contents[$0] == nil })
        found.takeOwn(wanted)
        found.add(
            await memory.bodies.contents(wanted.filter { found.contents[$0.key] == nil }, run: run?.rawValue))
        let missing = wanted.keys.filter { found.contents[$0] == nil }.sorted()
        var unread: Set<ContentID> = []
        for start in stride(from: 0, to: missing.count, by: 50) {
            let part = Array(missing[start..<min(start + 50, missing.count)])
            guard found.contents.count < Self.contentLimit, found.bytes < Self.byteLimit else {
                unread.formUnion(part)
                continue
            }
            let answers = try await stations.confluence.contents(
                of: part.map { WantedContent(id: $0, kind: .page, version: wanted[$0]) })
            let open = try await open(answers)
            await memory.bodies.remember(Array(open.values), run: run?.rawValue)
            found.add(open)
            unread.formUnion(part.filter { if case .failed = answers[$0] { true } else { false } })
        }
        settle(targets, unread, &found)
    }

    private func settle(_ targets: [ContentID: Set<JobID>], _ unread: Set<ContentID>, _ found: inout ShownPages) {
        for (id, jobs) in targets {
            let state = found.state(of: id)
            for job in jobs {
                guard unread.contains(id) else {
                    found.shows[job]?[.content(id)] = state
                    continue
                }
                // It stays unsettled, and comes when its own job has read it.
                found.warnings.append(
                    RunWarning(
                        run: run, object: job.description, code: "include_unread",
                        message: "content \(id), which it shows, could not be read; a link stands for it"))
            }
        }
    }

    /// The least version to be believed of each; those whose own jobs said that nothing may be shown of them are left out.
    private func wantedVersions(_ ids: [ContentID]) async throws -> [ContentID: Int] {
        let told = try await stations.state.announced(ids.map { Shown.content($0) })
        let checkpoints = try await stations.state.checkpoints(ids)
        return ids.reduce(into: [:]) { wanted, id in
            let state = told[.content(id)]?.state
            guard state != .hidden else { return }
            wanted[id] = max(state?.version ?? 0, Int(checkpoints[id]?.version ?? 0))
        }
    }

    /// Those that are pushed themselves and not restricted, not even to some whom a restricted page is pushed for.
    private func open(_ answers: [ContentID: Fetched]) async throws -> [ContentID: ShownContent] {
        let contents = answers.values.compactMap(\.content)
        let layers = try await ancestry.layers(
            above: contents, by: stations.connector.access, run: run?.rawValue)
        let selected = try await spaces.selected(holding: contents)
        let rules = PageRules(connector: stations.connector)
        return answers.compactMapValues { fetched in
            guard let shown = fetched.content, case .success(let chain)? = layers[shown.facts.id], chain.isEmpty,
                case .open(let content, _) = rules.standing(
                    of: fetched, space: selected.space(of: shown), layers: []),
                let storage = content.body, let body = try? StorageBody(storage, limits: limits)
            else { return nil }
            return ShownContent(content: content, references: body.references())
        }
    }
}
