/// Something that goes wrong on demand. As JSON: `{"fault":"throttle","route":"GET /api/v2/pages","retryAfter":"2","times":3}`.
package struct Fault: Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// 429; `retryAfter` seconds, `date` or `none`.
        case throttle
        /// `status`, with an HTML or empty body as proxies send it.
        case status
        /// 401 as the gateway says it when a scope is missing.
        case scope
        /// The right answer after `milliseconds`.
        case slow
        /// The connection is reset.
        case reset
        /// Half of the right answer.
        case truncated
        /// The right status and type with broken JSON.
        case badJSON
        /// 200 with a login page.
        case html
        /// 302 to a login page on another host.
        case login
        /// Every cursor given out so far is refused.
        case expireCursors
        /// An empty page with a `next` link that leads to the full one.
        case emptyPage
    }

    package var fault: Kind
    /// Requests whose route begins with this, `media` for downloads; absent: everything.
    package var route: String?
    package var retryAfter: String?
    package var status: Int?
    package var milliseconds: Int?
    /// Lets so many matching requests pass first.
    package var after: Int?
    /// Strikes so many times, then is gone; absent: until the faults are cleared.
    package var times: Int?
    /// Strikes only every so many matching requests.
    package var every: Int?
    /// Strikes only when the request's `limit` is above this (a server that breaks on large pages).
    package var limitAbove: Int?

    package init(_ fault: Kind, route: String? = nil, times: Int? = nil) {
        self.fault = fault
        self.route = route
        self.times = times
    }

    private enum CodingKeys: String, CodingKey {
        case fault, route, retryAfter, status, milliseconds, after, times, every, limitAbove
    }

    var seen = 0
    var struck = 0

    /// Whether it strikes this request; counts it.
    mutating func strikes(_ route: String, limit: Int?) -> Bool {
        if let prefix = self.route, !route.hasPrefix(prefix) { return false }
        if let limitAbove, (limit ?? 25) <= limitAbove { return false }
        if let times, struck >= times { return false }
        seen += 1
        if let after, seen <= after { return false }
        if let every, every > 1, seen % every != 0 { return false }
        struck += 1
        return true
    }
}
