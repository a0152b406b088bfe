internal import Foundation
internal import HTTPTransport
internal import Synchronization

/// Finds what LH42 holds of a document of which nobody has a receipt, although a create may have arrived.
final class Copies: Sendable {
    private let wire: LH42Wire
    /// Those being made or failed: new ones are among them, and the search index does not know them.
    private let unfinished: SharedWork<[LH42Document]>
    private let recent: SharedWork<[LH42Document]>
    /// External ids that somebody looks for, so that a long listing keeps nothing else.
    private let sought: Sought

    init(_ wire: LH42Wire) {
        self.wire = wire
        let sought = Sought()
        self.sought = sought
        unfinished = SharedWork { () throws(LH42Failure) in
            var found: [LH42Document] = []
            for status in ["pending", "processing", "failed"] {
                found += try await wire.documents(status: status, pages: 3)
            }
            return found
        }
        recent = SharedWork { () throws(LH42Failure) in
            // Others whose creates were cut off by the same trouble come along.
            try await wire.rest(.seconds(1))
            return try await Self.recentlyCreated(wire, sought)
        }
    }

    /// All copies, whatever their version, the oldest first.
    /// - Parameters:
    ///   - syncToken: of the version that is looked for.
    ///   - collection: where they have to be; `nil`: anywhere.
    ///   - known: ids of copies that are of no interest.
    ///   - isEnough: whether what the cheap looks found is what was looked for, so that no listing is needed.
    func find(
        _ externalID: String, words: String, syncToken: String? = nil, in collection: String?,
        except known: [String] = [],
        isEnough: ([LH42Document]) -> Bool
    ) async throws(LH42Failure) -> [LH42Document] {
        sought.add(externalID)
        defer { sought.remove(externalID) }
        // Another installation may fill another collection from the same site.
        func isOurs(_ document: LH42Document) -> Bool {
            document.externalID == externalID && !known.contains(document.id)
                && (collection == nil || document.collectionID == collection)
        }
        var found = try await unfinished.value().filter(isOurs)
        var couldSearch = true
        for search in LH42Search.all(externalID, words: words, syncToken: syncToken, collection: collection) {
            guard let ids = try await wire.search(search) else {
                couldSearch = false
                break
            }
            for id in ids where !known.contains(id) && !found.contains(where: { $0.id == id }) {
                // A search index may be behind: the document itself says what it is.
                if let document = try await wire.document(id), isOurs(document) { found.append(document) }
            }
        }
        if !couldSearch || !isEnough(found) {
            for document in try await recent.value().filter(isOurs)
            where !found.contains(where: { $0.id == document.id }) {
                found.append(document)
            }
        }
        return found.sorted(by: LH42Document.isEarlier)
    }

    /// Documents of the last quarter of an hour, as far as the listing begins with the newest. One that does not is
    /// given up after two hundred pages.
    private static func recentlyCreated(_ wire: LH42Wire, _ sought: Sought) async throws(LH42Failure) -> [LH42Document]
    {
        var found: [LH42Document] = []
        var newest: Date?
        do {
            try await wire.list(LH42Document.self, "/documents", [], pages: 200) { documents in
                found += documents.filter { $0.externalID.map(sought.contains) ?? false }
                let dates = documents.compactMap { Date(leading: $0.createdAt) }
                guard let first = dates.first, let last = dates.last, first >= last else { return true }
                // The newest one tells LH42's time well enough; our own clock may be wrong.
                let start = newest ?? first
                newest = max(start, first)
                return last > start.addingTimeInterval(-900)
            }
        } catch let error as LH42Failure {
            throw error
        } catch {
            throw .cancelled
        }
        return found
    }
}

/// External ids that are looked for at this moment, each as often as somebody does.
private final class Sought: Sendable {
    private let ids = Mutex<[String: Int]>([:])

    func add(_ id: String) { ids.withLock { $0[id, default: 0] += 1 } }
    func remove(_ id: String) {
        ids.withLock { ids in
            let left = (ids[id] ?? 1) - 1
            ids[id] = left > 0 ? left : nil
        }
    }
    func contains(_ id: String) -> Bool { ids.withLock { $0[id] != nil } }
}

extension Date {
    /// The first nineteen characters of an RFC 3339 time, taken as UTC: enough to compare times of one server.
    fileprivate init?(leading text: String) {
        let numbers = text.prefix(19).split { "-T: ".contains($0) }.compactMap { Int($0) }
        guard numbers.count == 6, (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2]), (0...23).contains(numbers[3]), (0...59).contains(numbers[4]),
            (0...60).contains(numbers[5])
        else { return nil }
        let days = daysSince1970(year: numbers[0], month: numbers[1], day: numbers[2])
        self.init(timeIntervalSince1970: Double(days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]))
    }
}
