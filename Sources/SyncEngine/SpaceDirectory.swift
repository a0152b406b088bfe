package import ConfluenceModel
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
        let isStale = readAt.map { $0 + .seconds(60) < .now } ?? true
        if isStale || contents.contains(where: { !spaces.knows($0) }) {
            spaces = SpaceTable(try await state.spaces().values)
            readAt = .now
        }
        return spaces.selected(by: selection)
    }
}
