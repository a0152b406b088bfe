import ConfluenceModel

struct DataCenterDialect: Dialect {
    let wire: Wire

    func currentUser() async throws(ConfluenceError) -> User {
        throw ConfluenceError(.gone, "not built yet")
    }

    func spaces(keys: [String]?, after place: String?) async throws(ConfluenceError) -> Listing<Space> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func contents(
        _ kind: ContentKind, in space: Space, statuses: [ContentStatus], after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func recentlyModified(
        _ kind: ContentKind, in spaces: [Space]?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<ContentSummary> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func facts(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func facts(below ids: [ContentID], after place: String?) async throws(ConfluenceError) -> Listing<ContentFacts> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func facts(of ids: [ContentID]) async throws(ConfluenceError) -> [ContentID: ContentFacts] {
        throw ConfluenceError(.gone, "not built yet")
    }

    func contents(of wanted: [WantedContent], body: Bool) async throws(ConfluenceError) -> [ContentID: Fetched] {
        throw ConfluenceError(.gone, "not built yet")
    }

    func presence(of ids: [(id: ContentID, kind: ContentKind)]) async throws(ConfluenceError) -> [ContentID: Presence] {
        throw ConfluenceError(.gone, "not built yet")
    }

    func treeNode(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> TreeNode? {
        throw ConfluenceError(.gone, "not built yet")
    }

    func users(_ ids: [AccountID]) async throws(ConfluenceError) -> [AccountID: User] {
        throw ConfluenceError(.gone, "not built yet")
    }

    func contentCount(spaceKey: String) async throws(ConfluenceError) -> Int {
        throw ConfluenceError(.gone, "not built yet")
    }

    func pages(titled names: [PageName]) async throws(ConfluenceError) -> [PageName: ContentSummary] {
        throw ConfluenceError(.gone, "not built yet")
    }

    func attachments(
        of container: (id: ContentID, kind: ContentKind)?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        throw ConfluenceError(.gone, "not built yet")
    }

    func download(_ attachment: Attachment, to file: Int32, maxBytes: Int) async throws(ConfluenceError) -> Int {
        throw ConfluenceError(.gone, "not built yet")
    }
}
