package import ConfluenceModel
import RedisClient

extension SyncState {
    /// Walks all checkpoints, some buckets at a time, in no order; an object may come twice if it changes meanwhile.
    package func walk(_ body: ([(id: ContentID, checkpoint: Checkpoint)]) async throws -> Void) async throws {
        for start in stride(from: 0, to: buckets.count, by: 16) {
            var open = (start..<min(start + 16, buckets.count)).map { (bucket: $0, cursor: "0") }
            while !open.isEmpty {
                try Task.checkCancellation()
                let replies = try await pipeline(
                    open.map {
                        ["HSCAN", RedisArgument(keys.checkpoints($0.bucket)), RedisArgument($0.cursor), "COUNT", "200"]
                    })
                var rest: [(bucket: Int, cursor: String)] = []
                var found: [(id: ContentID, checkpoint: Checkpoint)] = []
                for (scan, reply) in zip(open, replies) {
                    let (next, part) = try Self.part(of: reply)
                    found += part
                    if next != "0" { rest.append((scan.bucket, next)) }
                }
                if !found.isEmpty { try await body(found) }
                open = rest
            }
        }
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
            throw SyncStateError(.damaged, "a bucket of checkpoints cannot be read")
        }
        var found: [(id: ContentID, checkpoint: Checkpoint)] = []
        for index in stride(from: 0, to: flat.count - 1, by: 2) {
            guard let id = flat[index].string, let bytes = flat[index + 1].bytes,
                let checkpoint = Checkpoint(bytes: bytes)
            else { continue }
            found.append((ContentID(id), checkpoint))
        }
        return (next, found)
    }
}
