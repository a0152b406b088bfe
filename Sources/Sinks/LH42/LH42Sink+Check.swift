internal import HTTPTransport

extension LH42Sink {
    /// Whether LH42 is there and takes our key, and whether the collection exists or can be made.
    package func check() async throws(SinkError) {
        do throws(LH42Failure) {
            _ = try await wire.read(LH42Page<LH42Document>.self, .get, "/documents", query: [("limit", "1")])
        } catch {
            throw explained(error)
        }
        guard case .id(let id) = settings.collection else {
            if case .named = settings.collection { _ = try await collection() }
            return
        }
        do throws(LH42Failure) {
            _ = try await wire.send(.get, "/collections/\(id)", isRepeatable: true)
        } catch let error where error.kind == .missing {
            throw SinkError(
                .missing, "LH42 has no collection \(id): check LH42_COLLECTION (an id, name:NAME or space)", .stopRun)
        } catch {
            throw explained(error)
        }
    }

    /// Nothing of ours can be where nothing is at all.
    package func isEmpty() async -> Bool {
        do {
            let id = try await collection()
            if id == nil, case .named = settings.collection { return true }
            let query = [(name: "limit", value: "1")] + (id.map { [("collection_id", $0)] } ?? [])
            return try await wire.read(LH42Page<LH42Document>.self, .get, "/documents", query: query).items.isEmpty
        } catch {
            return false
        }
    }

    func collection() async throws(SinkError) -> String? {
        do throws(LH42Failure) { return try await collections.single() } catch { throw explained(error) }
    }

    /// At the start nothing is there means that the address is wrong.
    private func explained(_ failure: LH42Failure) -> SinkError {
        guard failure.kind == .missing else { return failure.sinkError }
        return SinkError(
            .wrongAddress, "\(settings.address) is not LH42's API (\(failure.message)): check LH42_BASE_URL", .stopRun)
    }
}
