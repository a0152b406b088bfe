import ConfluenceSimulator
import Foundation

extension LH42State {
    mutating func createCollection(_ request: Request) -> Response {
        guard let body = body(LH42CollectionBody.self, request), !body.name.isEmpty else {
            return Self.refusal("name is required", "name")
        }
        if options.hasUniqueCollectionNames, collections.contains(where: { $0.name == body.name }) {
            return LH42Answer.error(409, "A collection with this name exists", type: "conflict_error", param: "name")
                .response
        }
        let collection = LH42StoredCollection(
            id: "col_\(nextNumber())", name: body.name, description: body.description, createdAt: Date())
        collections.append(collection)
        return ok(collection.json(count: 0), status: 201)
    }

    mutating func listCollections(_ request: Request) -> Response {
        let words = request.query.first { $0.name == "search" }?.value.lowercased()
        let found = collections.enumerated().filter { item in
            words.map { item.element.name.lowercased().contains($0) } ?? true
        }
        let items = found.map { ($0.offset, $0.element.json(count: count(of: $0.element.id))) }
        return page("collections", options.listsNewestFirst ? items.reversed() : items, request)
    }

    mutating func oneCollection(_ request: Request, _ id: String) -> Response {
        guard let collection = collections.first(where: { $0.id == id }) else {
            return LH42Answer.error(404, "Collection not found", type: "not_found").response
        }
        switch request.method {
        case "GET": return ok(collection.json(count: count(of: id)))
        case "DELETE":
            collections.removeAll { $0.id == id }
            for index in documents.indices where documents[index].collectionID == id {
                documents[index].collectionID = nil
            }
            return ok(["deleted": true, "id": .string(id)])
        default: return LH42Answer.error(405, "Method not allowed").response
        }
    }

    private func count(of id: String) -> Int { documents.count { $0.collectionID == id } }
}
