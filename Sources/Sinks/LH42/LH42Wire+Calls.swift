internal import Foundation
internal import HTTPTransport

/// LH42's calls, one function each.
extension LH42Wire {
    /// - Throws: among others `ambiguous`: the document may be there.
    func create(_ body: @escaping () -> [UInt8]) async throws(LH42Failure) -> LH42Document {
        try LH42Answer.read(
            LH42Document.self, from: try await send(.post, "/documents", body: body, isRepeatable: false))
    }

    func patch(_ id: String, _ body: @escaping () -> [UInt8]) async throws(LH42Failure) {
        _ = try await send(.patch, "/documents/\(id)", body: body, isRepeatable: true)
    }

    /// One that is not there counts as deleted.
    func delete(_ id: String) async throws(LH42Failure) {
        do throws(LH42Failure) {
            _ = try await send(.delete, "/documents/\(id)", isRepeatable: true)
        } catch let error where error.kind == .missing {}
    }

    /// - Returns: `nil` when there is none.
    func document(_ id: String) async throws(LH42Failure) -> LH42Document? {
        do throws(LH42Failure) {
            return try await read(LH42Document.self, .get, "/documents/\(id)")
        } catch let error where error.kind == .missing {
            return nil
        }
    }

    /// Ids of the documents with a piece in the search index that fits the filters; `nil` where we may not search.
    func search(_ query: LH42Search) async throws(LH42Failure) -> [String]? {
        struct Found: Decodable {
            struct Piece: Decodable {
                let document_id: String
            }
            let results: [Piece]
        }
        do throws(LH42Failure) {
            let found = try await read(Found.self, .post, "/search", body: { query.body })
            return Array(Set(found.results.map(\.document_id).filter(LH42ID.isUsable))).sorted()
        } catch let error where [.forbidden, .missing, .rejected].contains(error.kind) {
            return nil
        }
    }
}
