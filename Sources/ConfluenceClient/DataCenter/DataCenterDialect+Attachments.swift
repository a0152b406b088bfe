import ConfluenceModel
import HTTPTransport

extension DataCenterDialect {
    func attachments(
        of container: (id: ContentID, kind: ContentKind)?, limit: Int, after place: String?
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        guard let container else {
            let newest = attachments(
                "type = attachment order by lastmodified desc", limit: min(max(1, limit), Self.most))
            return try await wire.list(newest, after: place)
        }
        let enumeration = Wire.Enumeration(
            path: "/rest/api/content/\(percentEncoded(container.id.rawValue))/child/attachment",
            query: [("expand", V1Content.attachmentExpansion.joined(separator: ","))],
            limit: min(max(1, limit), Self.most), paging: .offset
        ) { json throws(Unreadable) in
            var attachment = try V1Content.attachment(json)
            attachment.containerID = container.id
            attachment.containerKind = container.kind
            return attachment
        }
        return try await wire.list(enumeration, after: place)
    }

    /// Past its first page this search breaks on some files, with 400 or 500. Such a stretch is read file by file, and what
    /// cannot be read even alone is left out and named; a sweep that does not see a file asks for it before it deletes.
    func attachments(inSpace key: String, after place: String?) async throws(ConfluenceError) -> Listing<Attachment> {
        let search = attachments(
            "space = \(CQL.quoted(key)) and type = attachment order by created asc", limit: Self.most)
        do throws(ConfluenceError) {
            return try await wire.list(search, after: place)
        } catch {
            guard let place, error.code == .badRequest || error.mayBeTooMuch else { throw error }
            return try await oneByOne(search, from: try Place(place), error)
        }
    }

    private func oneByOne(
        _ search: Wire.Enumeration<Attachment>, from place: Place, _ first: ConfluenceError
    ) async throws(ConfluenceError) -> Listing<Attachment> {
        let stretch = 50
        let start = place.start
        var search = search
        search.lowersLimit = false
        var listing = Listing<Attachment>(elements: [], next: nil)
        for index in start..<start + stretch {
            do throws(ConfluenceError) {
                let one = try await wire.list(search, after: Place(limit: 1, query: "start=\(index)").text)
                listing.elements += one.elements
                listing.problems += one.problems
                if one.next == nil { return listing }
            } catch {
                guard error.code == .badRequest || error.mayBeTooMuch else { throw error }
                listing.problems.append("\(search.path): attachment \(index) of the search: \(error.message)")
            }
        }
        // Nothing at all is no broken file but a broken search.
        guard !listing.elements.isEmpty else { throw first }
        listing.next = Place(limit: search.limit, trail: place.trail, query: "start=\(start + stretch)").text
        return listing
    }

    func attachment(_ id: ContentID) async throws(ConfluenceError) -> Attachment? {
        let query: Query = [("expand", V1Content.attachmentExpansion.joined(separator: ",")), ("status", "any")]
        do throws(ConfluenceError) {
            let json = try await wire.get("/rest/api/content/\(percentEncoded(id.rawValue))", query)
            return try understood { () throws(Unreadable) in try V1Content.attachment(json) }
        } catch {
            if error.code == .notFound || error.code == .forbidden { return nil }
            throw error
        }
    }
}
