/// Something that goes wrong on demand. As JSON: `{"fault":"throttle","route":"GET /api/v2/pages","retryAfter":"2","times":3}`.
/// Of several that could strike one request, the first does.
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
        /// The right answer, and blanks behind it as fast as they are read, until the reader hangs up. `declared`: with a
        /// Content-Length of `bytes`, a terabyte unless told. Strikes downloads unless a route is given.
        case endless
        /// The right answer and blanks behind it, `bytes` in all (200 MB). With its true Content-Length unless `declared` is
        /// false. Strikes downloads unless a route is given.
        case oversize
        /// The media host refuses the next `times` signed addresses that it is shown, for good, with `status` (403).
        case expiredSignature
        /// Credentials run out after `after` requests and get 401 from then on; new ones are good. `times` sets of them (1).
        case tokenExpiry
        /// Between two pages of a listing, `edits` are made: before an answer behind the first page, once unless `times`.
        case shift
        /// `item`, or whatever is asked for, is 404 by its own address and what lies below that; lists and searches show it.
        case vanish
        /// A page of a search behind the first is answered with `status` (500) when `item` stands on it, or always.
        case brokenSearch
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
    /// The id of a page or attachment; downloads of other files are let alone.
    package var item: String?
    package var bytes: Int?
    package var declared: Bool?
    package var edits: [SiteEdit]?

    package init(_ fault: Kind, route: String? = nil, times: Int? = nil, item: String? = nil) {
        self.fault = fault
        self.route = route
        self.times = times
        self.item = item
    }

    private enum CodingKeys: String, CodingKey {
        case fault, route, retryAfter, status, milliseconds, after, times, every, limitAbove, item, bytes, declared,
            edits
    }

    var seen = 0
    var struck = 0
}
