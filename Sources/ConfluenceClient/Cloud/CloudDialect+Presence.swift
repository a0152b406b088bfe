import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    func presence(of ids: [(id: ContentID, kind: ContentKind)]) async throws(ConfluenceError) -> [ContentID: Presence] {
        var presence: [ContentID: Presence] = [:]
        for kind in [ContentKind.page, .blogpost] {
            let path = kind == .blogpost ? "/api/v2/blogposts" : "/api/v2/pages"
            let statuses = kind == .blogpost ? "current,trashed" : "current,archived,trashed"
            for batch in ids.filter({ $0.kind == kind }).map(\.id).batches(of: Self.most) {
                let query: Query = [("id", batch.map(\.rawValue).joined(separator: ",")), ("status", statuses)]
                for summary in try await wire.all(summaries(kind, path, query)) {
                    presence[summary.id] = Presence(summary)
                }
            }
        }
        let unseen = ids.filter { presence[$0.id] == nil }
        guard !unseen.isEmpty else { return presence }
        let kinds = try await kinds(of: unseen.map(\.id))
        let looks = try await concurrently(unseen) { look throws(ConfluenceError) -> (ContentID, Presence) in
            guard let kinds else { return (look.id, try await single(look.id, look.kind)) }
            guard let kind = kinds[look.id] else { return (look.id, .absent) }
            return (look.id, try await single(look.id, kind))
        }
        for (id, found) in looks { presence[id] = found }
        return presence
    }

    /// One content by its own address, which answers for trashed things too.
    private func single(_ id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> Presence {
        guard let path = kind.v2Path else { return .absent }
        do throws(ConfluenceError) {
            let json = try await wire.get("\(path)/\(percentEncoded(id.rawValue))")
            wire.meter.addPoints(2)
            return try understood { () throws(Unreadable) in
                kind == .attachment ? Presence(try V2.attachment(json)) : Presence(try V2.summary(json, kind))
            }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return .absent }
            throw error
        }
    }
}

extension Presence {
    init(_ summary: ContentSummary) {
        switch summary.status {
        case .current: self = .present(summary)
        case .archived: self = .archived(summary)
        case .trashed: self = .trashed
        case .deleted, .draft, .historical: self = .absent
        }
    }

    /// Attachments have no space of their own; their parent is the page they hang on.
    init(_ attachment: Attachment) {
        self.init(
            ContentSummary(
                id: attachment.id, kind: .attachment, status: attachment.status, title: attachment.fileName,
                spaceID: SpaceID(""), parentID: attachment.containerID, parentKind: attachment.containerKind,
                version: attachment.version, createdAt: attachment.createdAt, webPath: attachment.webPath))
    }
}
