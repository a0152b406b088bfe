/// A line from one part of a package to another, or out of it. ECMA-376 part 2, 9.3.
struct Relationship {
    /// The last component of its type: `officeDocument`, `hyperlink`; the same in the Strict variant.
    let kind: String
    /// Normalised name of a part, or an address.
    let target: String
    let isExternal: Bool
}

/// The relationships of one part, by id.
struct Relationships {
    private(set) var all: [(id: String, relationship: Relationship)] = []
    private var places: [String: Int] = [:]

    subscript(id: String) -> Relationship? { places[id].map { all[$0].relationship } }

    func first(_ kind: String) -> Relationship? { all.first { $0.relationship.kind == kind }?.relationship }

    /// Names of the parts inside the package.
    func targets(_ kind: String) -> [String] {
        all.filter { $0.relationship.kind == kind && !$0.relationship.isExternal }.map(\.relationship.target)
    }

    mutating func add(_ relationship: Relationship, id: String) {
        guard places[id] == nil else { return }
        places[id] = all.count
        all.append((id, relationship))
    }
}
