/// Runs a query over the search index, by the narrowest way into the site that the query allows.
struct CQLSearch {
    let query: CQLQuery
    let index: SiteState
    let live: SiteState
    let viewer: Viewer
    var includesArchivedSpaces = false
    var excludesCurrentSpaces = false

    struct Page {
        var objects: [CQLObject] = []
        var next: SortKey?
        /// Keys looked at.
        var examined = 0
    }

    /// Where candidates come from.
    private enum Source {
        case ids([Int64])
        case shelves([Shelf])
    }

    private var order: Order {
        if case .order(let order)? = query.sorting?.by { return order }
        // Without an order, a bound on the time of change makes that the cheapest one.
        return query.sorting == nil && (bounds.from != nil || bounds.to != nil) ? .modified : .id
    }

    private var descending: Bool { query.sorting?.descending ?? false }

    /// Names the order in cursors.
    var orderName: String {
        if case .title? = query.sorting?.by { return "cql-title" }
        return "cql-\(descending ? "-" : "")\(order.rawValue)"
    }

    private var isByPlace: Bool {
        if case .title? = query.sorting?.by { return true }
        return false
    }

    // MARK: Pages

    func page(after: SortKey?, limit: Int) -> Page {
        switch source {
        case .ids(let ids): return page(of: ids, after: after, limit: limit)
        case .shelves(let shelves):
            if isByPlace { return page(of: allIDs(shelves), after: after, limit: limit) }
            if order != .modified, let from = bounds.from {
                return page(of: ids(shelves, from: from), after: after, limit: limit)
            }
            return page(on: shelves, after: after, limit: limit)
        }
    }

    private func page(of ids: [Int64], after: SortKey?, limit: Int) -> Page {
        let objects = ids.compactMap { found($0) }
        if isByPlace {
            let sorted = objects.sorted { descending ? $1.title < $0.title : $0.title < $1.title }
            let start = Int(min(max(after?.value ?? 0, 0), Int64(Int32.max)))
            let page = Array(sorted.dropFirst(start).prefix(limit))
            let end = start + page.count
            let next = end < sorted.count ? SortKey(value: Int64(end), id: 0) : nil
            return Page(objects: page, next: next, examined: ids.count)
        }
        var keyed = objects.map { ($0.key(order), $0) }.sorted { descending ? $1.0 < $0.0 : $0.0 < $1.0 }
        if let after { keyed.removeAll { descending ? $0.0 >= after : $0.0 <= after } }
        let page = keyed.prefix(limit)
        return Page(objects: page.map(\.1), next: keyed.count > limit ? page.last?.0 : nil, examined: ids.count)
    }

    private func page(on shelves: [Shelf], after: SortKey?, limit: Int) -> Page {
        var page = Page()
        var last: SortKey?
        var walk = walk(shelves, after: after)
        while let key = walk.next() {
            if isBeyond(key) { break }
            guard let object = found(key.id) else { continue }
            if page.objects.count == limit {
                page.next = last
                break
            }
            page.objects.append(object)
            last = key
        }
        page.examined = walk.examined
        return page
    }

    /// How many there are; beyond 50,000 candidates an estimate from the size of the shelves.
    var total: Int {
        switch source {
        case .ids(let ids): return ids.count { found($0) != nil }
        case .shelves(let shelves):
            let most = shelves.reduce(0) { $0 + index.base.count($1) }
            if most > 50_000, bounds.from == nil { return most }
            var count = 0
            var walk = walk(shelves, after: nil)
            while let key = walk.next(), !isBeyond(key) {
                if found(key.id) != nil { count += 1 }
            }
            return count
        }
    }

    // MARK: Candidates

    private func walk(_ shelves: [Shelf], after: SortKey?) -> Walk {
        var start = after
        if order == .modified, start == nil {
            if descending {
                start = bounds.to.map { SortKey(value: $0 + 1, id: .min) }
            } else {
                start = bounds.from.map { SortKey(value: $0 - 1, id: .max) }
            }
        }
        return Walk(index, shelves: shelves, by: order, descending: descending, after: start)
    }

    private func isBeyond(_ key: SortKey) -> Bool {
        guard order == .modified else { return false }
        if descending { return bounds.from.map { key.value < $0 } ?? false }
        return bounds.to.map { key.value > $0 } ?? false
    }

    private func allIDs(_ shelves: [Shelf]) -> [Int64] {
        var ids: [Int64] = []
        var walk = Walk(index, shelves: shelves, by: .id)
        while let key = walk.next() { ids.append(key.id) }
        return ids
    }

    private func ids(_ shelves: [Shelf], from: Int64) -> [Int64] {
        var ids: [Int64] = []
        var walk = Walk(index, shelves: shelves, by: .modified, after: SortKey(value: from - 1, id: .max))
        while let key = walk.next(), bounds.to.map({ key.value <= $0 }) ?? true { ids.append(key.id) }
        return ids
    }

    /// First and last millisecond of change that the query allows.
    private var bounds: (from: Int64?, to: Int64?) {
        var from: Int64?
        var to: Int64?
        for (field, comparison, values) in query.required where field == .lastModified {
            guard case .moment(let moment, _)? = values.first else { continue }
            switch comparison {
            case .greater, .greaterOrEqual: from = max(from ?? .min, moment.milliseconds)
            case .less, .lessOrEqual: to = min(to ?? .max, moment.milliseconds + 60_000)
            case .equal:
                from = max(from ?? .min, moment.milliseconds)
                to = min(to ?? .max, moment.milliseconds + 86_400_000)
            default: break
            }
        }
        return (from, to)
    }

    private var source: Source {
        var spaces: Set<String>?
        var types: Set<String>?
        for (field, comparison, values) in query.required where comparison == .equal || comparison == .oneOf {
            let texts = values.map(\.text)
            let numbers = Set(texts.compactMap { Int64($0.hasPrefix("att") ? String($0.dropFirst(3)) : $0) }).sorted()
            switch field {
            case .id, .content: return .ids(numbers)
            case .parent: return .ids(numbers.flatMap { index.children(of: $0) })
            case .ancestor: return .ids(Array(Set(numbers.flatMap { index.descendants(of: $0) })).sorted())
            case .container:
                return .ids(
                    numbers.flatMap { id in
                        index.attachments(of: id).map(\.id) + index.comments(of: id).map(\.id)
                    })
            case .space: spaces = spaces?.intersection(texts) ?? Set(texts)
            case .type: types = types?.intersection(texts) ?? Set(texts)
            default: break
            }
        }
        var kinds: [Shelf.Kind] = []
        func wants(_ type: String) -> Bool { types?.contains(type) ?? true }
        if wants("page") { kinds.append(.pages) }
        if wants("blogpost") { kinds.append(.blogposts) }
        if wants("attachment") { kinds.append(.attachments) }
        if wants("comment") { kinds += [.footerComments, .inlineComments] }
        let chosen = index.spaces.values.filter { space in
            isSearched(space)
                && (spaces.map { $0.contains(space.key) || space.alias.map($0.contains) ?? false } ?? true)
        }.map(\.id).sorted()
        return .shelves(chosen.flatMap { space in kinds.map { Shelf(space: space, kind: $0) } })
    }

    private func isSearched(_ space: Space) -> Bool {
        switch space.status {
        case "current": !excludesCurrentSpaces && viewer.mayRead(space)
        case "archived": includesArchivedSpaces && viewer.mayRead(space)
        default: false
        }
    }

    private func home(of object: CQLObject) -> Int64? {
        guard case .attachment(let attachment, _) = object else { return object.home.id }
        return live.owner(ofCurrent: attachment)
    }

    /// The object as indexed, if it matches and, as things are now, is current and may be seen.
    private func found(_ id: Int64) -> CQLObject? {
        guard let object = CQLObject.find(id, in: index), object.status == .current,
            object.home.node.status == .current,
            let space = index.spaces[object.home.node.space], isSearched(space),
            let node = home(of: object).flatMap({ live.node($0) }), node.status == .current
        else { return nil }
        if let clause = query.clause, !CQLMatching(state: index).matches(clause, object) { return nil }
        return live.mayRead(node, viewer) ? object : nil
    }
}
