package import ConfluenceModel
package import HTTPTransport

/// Reads one Confluence, Cloud or Data Center, with as few requests as its API allows. Keeps nothing between calls.
///
/// Every call throws ``ConfluenceError`` and nothing else. Listings are walked by handing `next` back as `after`;
/// these places are opaque text that may be stored and used by another process.
package struct ConfluenceClient: Sendable {
    package let site: ConfluenceSite
    /// What this client sent and received.
    package var meter: TransportMeter { wire.meter }
    let wire: Wire
    let dialect: any Dialect

    /// - Parameters:
    ///   - transport: may be shared with others; counted here by `meter`.
    ///   - pace: shared by everybody who uses the same account or site.
    package init(
        site: ConfluenceSite, credentials: ConfluenceCredentials, transport: any HTTPTransport,
        pace: any Pace = NoPace(), meter: TransportMeter = TransportMeter(), timeout: Duration = .seconds(60),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.init(
            wire: Wire(
                site: site, credentials: credentials, transport: transport, pace: pace, meter: meter, timeout: timeout,
                clock: clock))
    }

    init(wire: Wire) {
        site = wire.site
        self.wire = wire
        switch site.deployment {
        case .cloud: dialect = CloudDialect(wire: wire)
        case .datacenter: dialect = DataCenterDialect(wire: wire)
        }
    }

    /// The same client with its requests counted somewhere else, for one run's report.
    package func counting(into meter: TransportMeter) -> ConfluenceClient {
        ConfluenceClient(wire: wire.counting(into: meter))
    }

    /// Who the credentials belong to. An anonymous answer is refused with `unauthorized`.
    package func currentUser() async throws(ConfluenceError) -> User { try await dialect.currentUser() }

    /// - Parameter keys: `nil`: all the account can see, archived ones included. Unknown keys are left out silently.
    package func spaces(keys: [String]? = nil, after place: String? = nil) async throws(ConfluenceError) -> Listing<
        Space
    > {
        try await dialect.spaces(keys: keys, after: place)
    }

    /// Who may read a space; `nil` where the account may not know (Data Center: space administrators only).
    package func readers(of space: Space) async throws(ConfluenceError) -> SpaceReaders? {
        try await dialect.readers(of: space)
    }

    /// Everything of one kind in a space, by id, without bodies; 250 a request.
    /// - Parameter kind: `page` or `blogpost`.
    package func contents(
        _ kind: ContentKind, in space: Space, statuses: [ContentStatus] = [.current], after place: String? = nil
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        try await dialect.contents(kind, in: space, statuses: statuses, after: place)
    }

    /// The newest changes first. `nil` spaces: the whole site. At most 100 spaces.
    package func recentlyModified(
        _ kind: ContentKind, in spaces: [Space]? = nil, limit: Int = 25, after place: String? = nil
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        try await dialect.recentlyModified(kind, in: spaces, limit: limit, after: place)
    }

    /// Labels, restrictions and ancestors of every page and blog post of a space; up to 200 a request.
    package func facts(inSpace key: String, after place: String? = nil) async throws(ConfluenceError) -> Listing<
        ContentFacts
    > {
        try await dialect.facts(inSpace: key, after: place)
    }

    /// The same for everything below these pages, at any depth.
    package func facts(below ids: [ContentID], after place: String? = nil) async throws(ConfluenceError) -> Listing<
        ContentFacts
    > {
        try await dialect.facts(below: ids, after: place)
    }

    /// Facts of any kind of content, folders too; one answer for each id. What is not there or may not be known has
    /// `readRestriction` nil; what the search index does not know has an empty title, space key and version 0, but a
    /// restriction that was read. A failure is one of that content alone, and says nothing of who may read it.
    package func facts(
        of ids: [ContentID]
    ) async throws(ConfluenceError) -> [ContentID: Result<ContentFacts, ConfluenceError>] {
        try await dialect.facts(of: ids)
    }

    /// Whole pages and blog posts, about 50 a request. One answer for each wanted id.
    /// - Parameter body: `false`: facts only, for metadata changes.
    package func contents(of wanted: [WantedContent], body: Bool = true) async throws(ConfluenceError) -> [ContentID:
        Fetched]
    {
        let fetched = try await dialect.contents(of: wanted, body: body)
        try await vouch(fetched.values.contains { if case .gone = $0 { true } else { false } })
        return fetched
    }

    /// Confirms that something is really gone before it is deleted elsewhere. One answer for each id.
    package func presence(of ids: [(id: ContentID, kind: ContentKind)]) async throws(ConfluenceError) -> [ContentID:
        Presence]
    {
        let presence = try await dialect.presence(of: ids)
        try await vouch(presence.values.contains { if case .absent = $0 { true } else { false } })
        return presence
    }

    /// Something seems to be gone: make sure that we are still somebody. Confluence treats some bad tokens as anonymous, and
    /// to nobody everything is gone.
    private func vouch(_ somethingIsGone: Bool) async throws(ConfluenceError) {
        if somethingIsGone { _ = try await dialect.currentUser() }
    }

    /// Title and parent of a page, folder, whiteboard, database or embed; `nil` when it is not visible.
    package func treeNode(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> TreeNode? {
        try await dialect.treeNode(id, kind)
    }

    /// Display names; 250 a request on Cloud. Unknown people are left out.
    package func users(_ ids: [AccountID]) async throws(ConfluenceError) -> [AccountID: User] {
        try await dialect.users(ids)
    }

    /// About how many pages and blog posts a space has (search index, one request).
    package func contentCount(spaceKey: String) async throws(ConfluenceError) -> Int {
        try await dialect.contentCount(spaceKey: spaceKey)
    }

    /// Pages by space and title, as links and include macros name them: 20 a search. What does not exist is left out.
    /// - Parameter unindexed: so many of those that the search index lacks may be asked for one by one.
    package func pages(
        titled names: [PageName], unindexed: Int = .max
    ) async throws(ConfluenceError) -> [PageName: ContentSummary] {
        try await dialect.pages(titled: names, unindexed: unindexed)
    }

    /// Files of one page or blog post, or (`nil`) of the whole site, newest change first. Cloud: 250 a request.
    package func attachments(
        of container: (id: ContentID, kind: ContentKind)?, limit: Int = 250, after place: String? = nil
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        try await dialect.attachments(of: container, limit: limit, after: place)
    }

    /// Every file in a space, by the search index, up to 200 a request.
    package func attachments(
        inSpace key: String, after place: String? = nil
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        try await dialect.attachments(inSpace: key, after: place)
    }

    /// Files by id, with their labels: about 50 a request. One answer for each wanted id.
    package func attachments(
        _ wanted: [WantedContent]
    ) async throws(ConfluenceError) -> [ContentID: FetchedAttachment] {
        let fetched = try await dialect.attachments(wanted)
        try await vouch(fetched.values.contains { if case .gone = $0 { true } else { false } })
        return fetched
    }

    /// Writes a file's bytes to an open descriptor, from its current position.
    /// - Returns: bytes written. More than `maxBytes`: `tooLarge`, with a part of the file written.
    package func download(
        _ attachment: Attachment, to file: Int32, maxBytes: Int
    ) async throws(ConfluenceError) -> Int {
        try await dialect.download(attachment, to: file, maxBytes: maxBytes)
    }
}
