internal import ConfluenceClient
internal import ConfluenceModel

/// Display names, asked for in bulk and remembered; who is unknown is remembered, too.
actor People {
    private let capacity = 50_000
    private var known: [AccountID: String?] = [:]

    func names(of ids: Set<AccountID>, using confluence: ConfluenceClient) async throws -> [AccountID: String] {
        let missing = ids.filter { known[$0] == nil }
        if !missing.isEmpty {
            let found = try await confluence.users(missing.sorted { $0.rawValue < $1.rawValue })
            if known.count + missing.count > capacity { known.removeAll() }
            for id in missing { known[id] = .some(found[id].flatMap { $0.displayName.isEmpty ? nil : $0.displayName }) }
        }
        return ids.reduce(into: [:]) { names, id in names[id] = known[id] ?? nil }
    }
}
