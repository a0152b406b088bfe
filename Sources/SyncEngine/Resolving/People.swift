internal import ConfluenceClient
internal import ConfluenceModel

/// Display names, asked for in bulk and remembered for a day; who is unknown is remembered, too.
actor People {
    /// So many unknown ones are asked for at once; Data Center takes a request for each.
    private let limit = 500
    private var known = Recent<AccountID, String?>(capacity: 50_000, freshness: .seconds(86_400))

    func names(of ids: Set<AccountID>, using confluence: ConfluenceClient) async throws -> [AccountID: String] {
        var names: [AccountID: String] = [:]
        var missing: [AccountID] = []
        for id in ids {
            switch known.value(of: id) {
            case .some(let name): names[id] = name
            case nil: missing.append(id)
            }
        }
        guard !missing.isEmpty else { return names }
        let asked = Array(missing.sorted { $0.rawValue < $1.rawValue }.prefix(limit))
        let found = try await confluence.users(asked)
        for id in asked {
            let name = found[id].flatMap { $0.displayName.isEmpty ? nil : $0.displayName }
            known.remember(name, as: id)
            names[id] = name
        }
        return names
    }
}
