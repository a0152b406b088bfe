package import ConfluenceModel

/// What is remembered of one space.
package struct SpaceRecord: Sendable, Hashable {
    package var id: SpaceID
    package var key: String
    package var name: String
    package var type: String
    package var status: String
    /// Stands for the space in checkpoints. Never given to another space.
    package var ordinal: UInt16
    /// By class: the newest change that is known to have been seen, milliseconds since 1970 by the site's clock.
    package var watermarks: [String: Int] = [:]
    /// The last sweep that listed the space completely.
    package var lastCompleteSweep: UInt16?
    /// When that listing ended, milliseconds since 1970.
    package var sweptAt: Int?
    /// How many objects it had then.
    package var objects = 0
    /// When it last had its turn in a scheduled sweep, whatever became of that; milliseconds since 1970.
    package var turnAt: Int?
    /// Since when the space has been closed to some licensed users; milliseconds since 1970.
    package var closedSince: Int?

    package init(id: SpaceID, key: String, name: String, type: String, status: String, ordinal: UInt16) {
        self.id = id
        self.key = key
        self.name = name
        self.type = type
        self.status = status
        self.ordinal = ordinal
    }
}

/// The part of a record that a listing of spaces gives; stored as JSON.
struct StoredSpace: Codable, Hashable {
    var key: String
    var name: String
    var type: String
    var status: String
    var ordinal: UInt16
}
