/// Where a listing goes on: what Confluence's `next` link says beyond the listing's own query. Written as text, it can be
/// stored and used by another process.
///
/// Only the query of a link is ever used, never its host or path: v2 links carry `/wiki`, v1 links do not, the gateway
/// drops its prefix, and Data Center's may be absolute.
struct Place: Hashable {
    /// Items a request; lower than the listing's own after the server choked on more.
    var limit: Int
    /// Answers without elements in a row.
    var empties = 0
    /// Where the listing was seen last, so that one that goes in circles is found out.
    var trail = Trail()
    /// Names and values still percent-encoded, `cursor=…` or `start=…` among them.
    var query: String

    /// What is not ours counts as the beginning.
    var start: Int {
        guard query.hasPrefix("start="), let start = Int(query.dropFirst(6)), (0...Self.mostElements).contains(start)
        else { return 0 }
        return start
    }

    /// No listing is longer.
    static let mostElements = 1 << 40

    var text: String { "2;\(limit);\(empties);\(trail.steps);\(trail.mark);\(query)" }

    init(limit: Int, empties: Int = 0, trail: Trail = Trail(), query: String) {
        self.limit = limit
        self.empties = empties
        self.trail = trail
        self.query = query
    }

    /// - Throws: `cursorExpired` when this text is not one of ours.
    init(_ text: String) throws(ConfluenceError) {
        let parts = text.split(separator: ";", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "2", let limit = Int(parts[1]), let empties = Int(parts[2]),
            let steps = Int(parts[3]), let mark = UInt64(parts[4]),
            (1...1000).contains(limit), (0...1000).contains(empties), (0...Trail.longest).contains(steps)
        else { throw ConfluenceError(.cursorExpired, "the stored place in a listing cannot be read; it starts again") }
        self.init(limit: limit, empties: empties, trail: Trail(steps: steps, mark: mark), query: String(parts[5]))
    }

    /// What a `next` link adds to a query that has these names already.
    static func added(by link: String, to names: Set<String>) -> String? {
        guard let mark = link.firstIndex(of: "?") else { return nil }
        let items = link[link.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&")
        let foreign = items.filter { !names.contains(String($0.prefix { $0 != "=" })) }
        return foreign.isEmpty ? nil : foreign.joined(separator: "&")
    }
}
