internal import ConfluenceModel
internal import JobQueue
internal import StorageFormat
internal import SyncState

/// A page that is to be converted: parsed once, for what it names and for its text.
struct PageText: Sendable {
    let job: JobID
    let content: Content
    let space: SpaceRecord
    /// `nil`: too large to be kept until it is its turn, or refused.
    let body: StorageBody?
    let references: StorageReferences
    /// Whether all who may read its space may read it.
    let isOpen: Bool

    /// Those that have a body and may be pushed.
    /// - Parameter keptBytes: of the source of parsed bodies that stay in memory.
    static func texts(
        of pages: [(page: PageCase, space: SpaceRecord)], limits: ConversionLimits, keptBytes: Int = 8 << 20
    ) -> [PageText] {
        var room = keptBytes
        return pages.compactMap { page, space in
            guard let content = page.content, let storage = content.body else { return nil }
            let body = try? StorageBody(storage, limits: limits)
            let isKept = storage.utf8.count <= room
            if isKept { room -= storage.utf8.count }
            return PageText(
                job: page.job.id, content: content, space: space, body: isKept ? body : nil,
                references: body?.references() ?? StorageReferences(), isOpen: page.layers.isEmpty)
        }
    }
}

extension Content {
    /// What relative addresses and titles in its body refer to.
    func context(siteAddress: String) -> ConversionContext {
        ConversionContext(
            baseURL: siteAddress, spaceKey: facts.spaceKey, pageID: facts.id.rawValue, pageTitle: facts.title)
    }
}
