package import ConfluenceModel

/// Which spaces a connector keeps in step.
package struct SpaceSelection: Sendable, Equatable {
    package enum PersonalSpaces: String, Sendable, CaseIterable {
        case include
        /// Only when the key is named.
        case named
        case exclude
    }

    /// Globs over space keys (`*`, `?`); empty means all.
    package var keys: [String]
    package var excludedKeys: [String]
    package var personal: PersonalSpaces
    package var includeArchived: Bool

    package init(
        keys: [String] = [], excludedKeys: [String] = [], personal: PersonalSpaces = .include,
        includeArchived: Bool = false
    ) {
        self.keys = keys
        self.excludedKeys = excludedKeys
        self.personal = personal
        self.includeArchived = includeArchived
    }

    package func contains(_ space: Space) -> Bool {
        if space.status != "current" && !(space.status == "archived" && includeArchived) { return false }
        if excludedKeys.contains(where: { Glob($0).matches(space.key) }) { return false }
        let isNamed = keys.contains { Glob($0).matches(space.key) }
        if space.isPersonal {
            switch personal {
            case .include: return keys.isEmpty || isNamed
            case .named: return isNamed
            case .exclude: return false
            }
        }
        return keys.isEmpty || isNamed
    }

    /// The named keys, globs aside, that no space on the site answers to.
    package func unknownKeys(among spaces: [Space]) -> [String] {
        keys.filter { key in !spaces.contains { Glob(key).matches($0.key) } }
    }
}

/// A pattern over a space key: `*` any run of characters, `?` any one. Case-sensitive, as keys are.
struct Glob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    /// Linear in the text for each star: the last star is the only one ever taken back.
    func matches(_ text: String) -> Bool {
        let text = Array(text)
        var position = 0
        var index = 0
        var star: Int?
        var mark = 0
        while index < text.count {
            if position < pattern.count, pattern[position] == "*" {
                star = position
                mark = index
                position += 1
            } else if position < pattern.count, pattern[position] == "?" || pattern[position] == text[index] {
                position += 1
                index += 1
            } else if let star {
                position = star + 1
                mark += 1
                index = mark
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}

/// The keys of a site nearest to one that was not found, best first: what a person probably meant.
func nearestKeys(to key: String, among keys: [String], limit: Int = 3) -> [String] {
    keys.map { (key: $0, distance: editDistance($0.lowercased(), key.lowercased())) }
        .filter { $0.distance <= max(2, key.count / 2) }
        .sorted { ($0.distance, $0.key) < ($1.distance, $1.key) }
        .prefix(limit).map(\.key)
}

private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, b) in right.enumerated() {
            let substitution = diagonal + (a == b ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
