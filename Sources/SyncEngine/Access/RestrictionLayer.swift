internal import ConfluenceModel

extension ReadRestriction {
    /// One layer of `read_restrictions` (design §3): `user:ID|group:ID…`, sorted, so that order on the site does not matter.
    var layer: String {
        (users.map { "user:\($0)" }.sorted() + groups.map { "group:\($0)" }.sorted()).joined(separator: "|")
    }
}

/// The stand-in for a restriction that could not be read: nobody passes it.
let unreadableLayer = "unreadable"

/// The first layer of restricted content where such content is not pushed.
let excludingLayer = "excluded"
