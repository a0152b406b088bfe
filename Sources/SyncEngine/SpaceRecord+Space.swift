internal import ConfluenceModel
internal import SyncState

extension SpaceRecord {
    /// The space as a listing showed it when it was last registered.
    var space: Space { Space(id: id, key: key, name: name, type: type, status: status) }
}
