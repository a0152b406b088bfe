internal import ConfluenceModel
internal import SyncState

/// The spaces as the coordinator last registered them; read again when something is not among them.
actor SpaceDirectory {
    private let state: SyncState
    private let selection: SpaceSelection
    private var spaces = SpaceTable([])
    private var readAt: ContinuousClock.Instant?

    init(state: SyncState, selection: SpaceSelection) {
        self.state = state
        self.selection = selection
    }

    /// The selected spaces, with those that these contents lie in.
    func selected(holding contents: [Content]) async throws -> SpaceTable {
        try await selected(reading: { known in contents.contains { !known.knows($0) } })
    }

    /// The selected spaces, with those of these keys.
    func selected(keys: Set<String>) async throws -> SpaceTable {
        try await selected(reading: { known in keys.contains { !known.knows($0) } })
    }

    private func selected(reading isIncomplete: (SpaceTable) -> Bool) async throws -> SpaceTable {
        let isStale = readAt.map { $0 + .seconds(60) < .now } ?? true
        if isStale || isIncomplete(spaces) {
            spaces = SpaceTable(try await state.spaces().values)
            readAt = .now
        }
        return spaces.selected(by: selection)
    }
}
