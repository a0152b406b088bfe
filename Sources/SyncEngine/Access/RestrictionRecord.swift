internal import ConfluenceModel
internal import Foundation
internal import SyncState

/// Read restrictions as Redis keeps them between runs: only contents that have one of their own.
extension SyncState {
    /// Remembers those that are restricted and forgets those that are open. What could not be read stays as it was.
    func note(_ facts: [ContentFacts]) async throws {
        var restricted: [ContentID: String] = [:]
        var open: [ContentID] = []
        for fact in facts {
            guard let restriction = fact.readRestriction else { continue }
            if restriction.isNone { open.append(fact.id) } else { restricted[fact.id] = try restriction.record }
        }
        try await setRestrictions(restricted)
        try await removeRestrictions(open)
    }

    /// All that are known, by content.
    func knownRestrictions() async throws -> [ContentID: ReadRestriction] {
        try await restrictions().compactMapValues { ReadRestriction(record: $0) }
    }
}

extension ReadRestriction {
    fileprivate var record: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    fileprivate init?(record: String) {
        guard let value = try? JSONDecoder().decode(ReadRestriction.self, from: Data(record.utf8)) else { return nil }
        self = value
    }
}
