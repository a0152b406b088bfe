import ConfluenceModel

/// What Cloud and Data Center say differently. ``ConfluenceClient`` has the same calls, with their meaning.
protocol Dialect: Sendable {
    var wire: Wire { get }
    /// How searches go on.
    var paging: Wire.Paging { get }
    /// All labels of one content.
    func labels(of id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> [String]
    /// All of one content's own read restrictions; `nil` where the account may not know them. What fails for another
    /// reason is thrown: it says nothing of who may read.
    func restriction(of id: ContentID) async throws(ConfluenceError) -> ReadRestriction?

    func currentUser() async throws(ConfluenceError) -> User
    func spaces(keys: [String]?, after place: String?) async throws(ConfluenceError) -> Listing<Space>
    func readers(of space: Space) async throws(ConfluenceError) -> SpaceReaders?
    func contents(
        _ kind: ContentKind, in space: Space, statuses: [ContentStatus], after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary>
    func recentlyModified(
        _ kind: ContentKind, in spaces: [Space]?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary>
    func facts(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts>
    func facts(below ids: [ContentID], after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts>
    func facts(of ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: Result<ContentFacts, ConfluenceError>]
    func contents(of wanted: [WantedContent], body: Bool) async throws(ConfluenceError) -> [ContentID: Fetched]
    func presence(of ids: [(id: ContentID, kind: ContentKind)]) async throws(ConfluenceError) -> [ContentID: Presence]
    func treeNode(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> TreeNode?
    func users(_ ids: [AccountID]) async throws(ConfluenceError) -> [AccountID: User]
    func contentCount(spaceKey: String) async throws(ConfluenceError) -> Int
    func pages(
        titled names: [PageName], unindexed: Int
    ) async throws(ConfluenceError) -> [PageName: ContentSummary]
    func attachments(
        of container: (id: ContentID, kind: ContentKind)?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<Attachment>
    func attachments(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<Attachment>
    /// One attachment by its own address, trashed ones too; `nil` when it is not there or not visible.
    func attachment(_ id: ContentID) async throws(ConfluenceError) -> Attachment?
    func download(_ attachment: Attachment, to file: Int32, maxBytes: Int) async throws(ConfluenceError) -> Int
}
