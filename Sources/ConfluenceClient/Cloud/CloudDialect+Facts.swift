import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    var paging: Wire.Paging { .cursor }

    func labels(of id: ContentID, _ kind: ContentKind) async throws(ConfluenceError) -> [String] {
        guard let path = kind.v2Path else { return [] }
        let enumeration = Wire.Enumeration(
            path: "\(path)/\(percentEncoded(id.rawValue))/labels", query: [], limit: Self.most
        ) { json throws(Unreadable) in V2.labels(.array([json])).first }
        return try await wire.all(enumeration)
    }

    /// Who may read one piece of content, by its own restrictions: `GET /rest/api/content/{id}/restriction`.
    func restriction(of id: ContentID) async throws(ConfluenceError) -> ReadRestriction? {
        do throws(ConfluenceError) {
            return try await wire.restriction("/rest/api/content/\(percentEncoded(id.rawValue))/restriction") {
                answer in
                answer["results"].elements.first { $0["operation"].text == "read" } ?? .null
            }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }
}
