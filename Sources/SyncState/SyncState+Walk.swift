package import ConfluenceModel
import RedisClient

extension SyncState {
    /// Walks all checkpoints in no order; an object may come twice.
    package func walk(_ body: ([(id: ContentID, checkpoint: Checkpoint)]) async throws -> Void) async throws {
        var cursor = "0"
        repeat {
            try Task.checkCancellation()
            let reply = try await redis.send(
                "HSCAN", RedisArgument(keys.checkpoints), RedisArgument(cursor), "COUNT", "1000")
            let (next, found) = try Self.part(of: reply)
            if !found.isEmpty { try await body(found) }
            cursor = next
        } while cursor != "0"
    }

    /// Objects of some spaces that a sweep has not seen: candidates for deletion, if those spaces were listed completely.
    package func unmarked(
        sweep: UInt16, ordinals: Set<UInt16>,
        _ body: ([(id: ContentID, checkpoint: Checkpoint)]) async throws -> Void
    ) async throws {
        try await walk { found in
            let candidates = found.filter {
                ordinals.contains($0.checkpoint.spaceOrdinal) && $0.checkpoint.isUnmarked(by: sweep)
            }
            if !candidates.isEmpty { try await body(candidates) }
        }
    }

    private static func part(
        of reply: RESPValue
    ) throws(SyncStateError) -> (next: String, found: [(id: ContentID, checkpoint: Checkpoint)]) {
        guard let values = reply.array, values.count == 2, let next = values[0].string, let flat = values[1].array
        else {
            throw SyncStateError(.damaged, "the checkpoints cannot be read")
        }
        var found: [(id: ContentID, checkpoint: Checkpoint)] = []
        for index in stride(from: 0, to: flat.count - 1, by: 2) {
            guard let id = flat[index].string, let bytes = flat[index + 1].bytes,
                let known = KnownObject(bytes: bytes)
            else { continue }
            found.append((ContentID(id), known.checkpoint))
        }
        return (next, found)
    }
}
