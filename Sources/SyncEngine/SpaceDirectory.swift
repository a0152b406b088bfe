internal import ConfluenceModel
internal import SyncState

/// The spaces as the coordinator last registered them, by id and by key; read again when something is not among them.
actor SpaceDirectory {
    private let state: SyncState
    private let selection: SpaceSelection
    private var byKey: [String: SpaceRecord] = [:]
    private var readAt: ContinuousClock.Instant?

    init(state: SyncState, selection: SpaceSelection) {
        self.state = state
        self.selection = selection
    }

    /// The selected spaces among those of these keys.
    func selected(keys: Set<String>) async throws -> [String: SpaceRecord] {
        let isStale = readAt.map { $0 + .seconds(60) < .now } ?? true
        if isStale || keys.contains(where: { byKey[$0] == nil }) {
            byKey = Dictionary(try await state.spaces().values.map { ($0.key, $0) }) { first, _ in first }
            readAt = .now
        }
        return byKey.filter { keys.contains($0.key) && selection.contains($0.value.space) }
    }
}
