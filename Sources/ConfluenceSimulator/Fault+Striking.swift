/// What a fault looks at to know whether a request is meant.
struct FaultTarget: Sendable {
    var route: String
    var limit: Int?
    /// Behind the first page of a listing.
    var isFurther = false
    /// What the path names.
    var ids: Set<Int64> = []

    /// Downloads on either deployment: the media host, or the servlet.
    var isDownload: Bool { route == "media" || route == Router.servlet }
}

extension FaultTarget {
    /// - Parameter values: what the path holds where the route varies.
    init(_ exchange: Exchange, _ route: Route, _ values: [String]) {
        self.route = route.name
        limit = exchange.query("limit").flatMap { Int($0) }
        isFurther = exchange.isFurther
        ids = Set(values.compactMap { Int64($0.hasPrefix("att") ? String($0.dropFirst(3)) : $0) })
        if route.name == Router.servlet, let owner = ids.first {
            ids.formUnion(exchange.live.attachments(of: owner).filter { $0.fileName == values.last }.map(\.id))
        }
    }
}

extension Fault {
    private var isForDownloads: Bool {
        switch fault {
        case .endless, .oversize, .expiredSignature: route == nil
        default: route == "media"
        }
    }

    private var most: Int? {
        switch fault {
        case .tokenExpiry, .shift: times ?? 1
        default: times
        }
    }

    var itemID: Int64? { item.flatMap { Int64($0.hasPrefix("att") ? String($0.dropFirst(3)) : $0) } }

    private func concerns(_ target: FaultTarget) -> Bool {
        if isForDownloads { return target.isDownload && (itemID.map { target.ids.contains($0) } ?? true) }
        if let route, !target.route.hasPrefix(route) { return false }
        switch fault {
        case .shift: return target.isFurther
        case .brokenSearch: return target.isFurther && Router.searches.contains(target.route)
        case .vanish: return item == nil ? !target.ids.isEmpty : itemID.map { target.ids.contains($0) } ?? false
        // The media host knows signatures, no accounts.
        case .tokenExpiry: return target.route != "media"
        default: return true
        }
    }

    /// Whether it strikes this request; counts it.
    mutating func strikes(_ target: FaultTarget) -> Bool {
        guard concerns(target) else { return false }
        if let limitAbove, (target.limit ?? 25) <= limitAbove { return false }
        if let most, struck >= most { return false }
        seen += 1
        if let after, seen <= after { return false }
        if let every, every > 1, seen % every != 0 { return false }
        struck += 1
        // The next credentials are good for as many requests.
        if fault == .tokenExpiry { seen = 0 }
        return true
    }
}
