extension Upload {
    /// Waits until search has all parts, then deletes what they replace.
    func finish(_ placed: [Placed], _ found: [LH42Document]) async throws -> SinkReceipt {
        var kept = placed
        for part in placed { try await waitUntilReady(part, placed, found) }
        var leftovers = found
        if placed.contains(where: \.wasUnsure) {
            // What was cut off may have arrived after all, and later than what we have now.
            leftovers = try await copies { _ in true }
            for index in kept.indices { kept[index] = await elected(kept[index], among: leftovers) }
        }
        let version = document.metadata.integer("version") ?? .max
        let old = leftovers.filter { $0.integer("version") ?? 0 <= version }.map(\.id)
        for id in Set(previous + old + placed.map(\.id)).subtracting(kept.map(\.id)) {
            try await sink.wire.delete(id)
        }
        return DocumentIDs(kept.map(\.id)).receipt
    }

    /// Of two equal copies everybody has to keep the same one.
    private func elected(_ ours: Placed, among copies: [LH42Document]) async -> Placed {
        guard let first = copies.first(where: { matches($0, ours.part) }), first.id != ours.id,
            LH42Document.isEarlier(first, ours.document),
            (try? await sink.readiness.end(of: first)) == .ready
        else { return ours }
        return Placed(document: first, part: ours.part, wasUnsure: true)
    }

    private func waitUntilReady(_ part: Placed, _ all: [Placed], _ found: [LH42Document]) async throws {
        switch try await sink.readiness.end(of: part.document) {
        case .ready: return
        case .gone:
            throw SinkError(.missing, "somebody deleted \(part.id) while LH42 was processing it", .retry)
        case .unfinished:
            throw SinkError(
                .notReady, "LH42 has been processing \(part.id) for \(sink.settings.patience); it is looked at again",
                .retry)
        case .failed(let reason):
            // The old document stays; what failed would only be found by accident.
            let failed = all.map(\.id) + found.filter { $0.status == .failed }.map(\.id)
            for id in Set(failed) { try await sink.wire.delete(id) }
            let words = reason.isEmpty ? "it does not say why" : String(reason.prefix(300))
            throw SinkError(.processingFailed, "LH42 could not process the document: \(words)", .permanent)
        }
    }
}
