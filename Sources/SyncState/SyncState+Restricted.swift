package import ConfluenceModel
import RedisClient

/// Read restrictions of single contents. Only restricted contents are kept; the text is the caller's own.
extension SyncState {
    package func restrictions() async throws -> [ContentID: String] {
        var all: [ContentID: String] = [:]
        var cursor = "0"
        repeat {
            let reply = try await redis.send(
                "HSCAN", RedisArgument(keys.restricted), RedisArgument(cursor), "COUNT", "1000")
            guard let values = reply.array, values.count == 2, let next = values[0].string, let map = values[1].map
            else { throw SyncStateError(.damaged, "the restrictions cannot be read") }
            for (id, value) in map { all[ContentID(id)] = value.string }
            cursor = next
        } while cursor != "0"
        return all
    }

    package func restrictions(of ids: [ContentID]) async throws -> [ContentID: String] {
        guard !ids.isEmpty else { return [:] }
        let reply = try await redis.send(
            ["HMGET", RedisArgument(keys.restricted)] + ids.map { RedisArgument($0.rawValue) })
        var found: [ContentID: String] = [:]
        for (id, value) in zip(ids, reply.array ?? []) { found[id] = value.string }
        return found
    }

    package func setRestrictions(_ restrictions: [ContentID: String]) async throws {
        for part in Array(restrictions).parts(of: 500) {
            try await keep([
                (keys.restricted, part.map { (RedisArgument($0.key.rawValue), RedisArgument($0.value)) })
            ])
        }
    }

    package func removeRestrictions(_ ids: [ContentID]) async throws {
        for part in ids.parts(of: 500) {
            _ = try await redis.send(
                ["HDEL", RedisArgument(keys.restricted)] + part.map { RedisArgument($0.rawValue) })
        }
    }
}

extension Array {
    func parts(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
