internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// Pages that somebody names, to be looked at now. A name is a hint and nothing more: all is read again from the site, and
/// what is gone there is confirmed like any other absence.
struct PageRequest {
    let stations: Stations
    let request: InboxRequest

    func perform() async throws {
        let ids = try await named()
        for start in stride(from: 0, to: ids.count, by: JobQueue.batchLimit) {
            try await look(at: Array(ids[start..<min(start + JobQueue.batchLimit, ids.count)]))
        }
    }

    private func named() async throws -> [ContentID] {
        var ids: [ContentID] = []
        var titled: [PageName] = []
        for name in request.pages {
            switch name {
            case .id(let id, version: _): ids.append(id)
            case .address(let text):
                switch PageAddress(text, on: stations.confluence.site) {
                case .id(let id): ids.append(id)
                case .name(let name): titled.append(name)
                case nil: throw rejection("\(text) is no address of a page of this site")
                }
            }
        }
        if !titled.isEmpty {
            let found = try await stations.confluence.pages(titled: titled)
            for name in titled {
                guard let summary = found[name] else {
                    throw rejection("there is no page “\(name.title)” in \(name.spaceKey)")
                }
                ids.append(summary.id)
            }
        }
        var seen: Set<ContentID> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private func rejection(_ reason: String) -> InboxRejection {
        InboxRejection(id: request.id, field: "pages", reason: reason)
    }

    private func look(at ids: [ContentID]) async throws {
        let known = try await stations.state.checkpoints(ids)
        let presences = try await stations.confluence.presence(of: ids.map { ($0, known[$0]?.kind ?? .page) })
        let spaces = try await stations.state.spaces()
        let wanted = spaces.filter { stations.connector.selection.contains($0.value.space) }
        let ordinals = Dictionary(spaces.values.map { ($0.ordinal, $0.id) }) { first, _ in first }
        let items = ids.compactMap { id -> JobItem? in
            switch presences[id] {
            case .present(let summary), .archived(let summary):
                if isWanted(presences[id]), let space = wanted[summary.spaceID],
                    var item = summary.item(in: space, flags: .compareBody)
                {
                    // Labels and restrictions make no new version.
                    item.isAnew = true
                    return item
                }
            case .absent, .trashed, nil: break
            }
            guard let checkpoint = known[id] else { return nil }
            return JobItem(
                id: JobID(.absence, id), space: ordinals[checkpoint.spaceOrdinal] ?? SpaceID("unknown"),
                version: Int(checkpoint.version), spaceOrdinal: checkpoint.spaceOrdinal, flags: .compareBody)
        }
        try await store(items)
    }

    /// What is archived or of another kind goes the way of what is gone.
    private func isWanted(_ presence: Presence?) -> Bool {
        switch presence {
        case .present(let summary): stations.connector.wants(summary.kind)
        case .archived(let summary):
            stations.connector.selection.includeArchived && stations.connector.wants(summary.kind)
        case .absent, .trashed, nil: false
        }
    }

    private func store(_ items: [JobItem]) async throws {
        guard !items.isEmpty else { return }
        let reply = try await stations.queue.enqueue(
            items, lane: request.lane, pipeline: stations.pipeline.number,
            quiet: request.lane == .webhook ? JobQueue.quietTime : nil)
        switch reply.refusal {
        case nil, .runEnded: return
        case .draining: throw rejection("the connector is being drained")
        case .laneFull, .outOfMemory: throw rejection("the queue has no room; ask again later")
        }
    }
}
