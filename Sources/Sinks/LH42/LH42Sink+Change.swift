extension LH42Sink {
    /// One request, and the text stays.
    func change(_ patch: SinkPatch) async throws(SinkError) -> SinkReceipt {
        let ids = DocumentIDs(patch.previous).ids
        do throws(LH42Failure) {
            // Only here can a move between spaces have changed the collection.
            let collection = settings.collection == .perSpace ? try await collections.id(for: patch.metadata) : nil
            if ids.isEmpty { throw LH42Failure(.missing, "\(patch.externalID) has no receipt of LH42's") }
            for (index, id) in ids.enumerated() {
                let part = DocumentPart(number: index + 1, count: ids.count)
                try await wire.patch(id) {
                    LH42Body.patch(patch.title, patch.metadata, part, collection: collection)
                }
            }
            return patch.previous
        } catch {
            if error.kind == .missing { try await removeRest(ids) }
            throw error.sinkError
        }
    }

    /// A document of several parts that lost one is pushed whole again, and its other parts would stay behind.
    private func removeRest(_ ids: [String]) async throws(SinkError) {
        guard ids.count > 1 else { return }
        do throws(LH42Failure) {
            for id in ids { try await wire.delete(id) }
        } catch {
            throw error.sinkError
        }
    }

    func remove(_ deletion: SinkDeletion) async throws(SinkError) {
        do throws(LH42Failure) {
            var ids = DocumentIDs(deletion.previous).ids
            if deletion.previous == nil {
                let collection = try await collections.single()
                if collection == nil, case .named = settings.collection { return }
                let found = try await copies.find(
                    deletion.externalID, words: "", in: collection, isEnough: { !$0.isEmpty })
                ids = found.map(\.id)
            }
            for id in ids { try await wire.delete(id) }
        } catch {
            throw error.sinkError
        }
    }
}
