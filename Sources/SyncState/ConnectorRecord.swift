internal import Crypto
package import Foundation
package import RedisClient

/// A connector as it is configured. Settings and credentials are JSON of the caller's. The latter are sealed in Redis,
/// and vouch for the former: whoever could change where credentials are sent would have them.
package struct ConnectorRecord: Sendable {
    package var id: String
    package var settings: Data
    package var credentials: Data

    package init(id: String, settings: Data, credentials: Data) {
        self.id = id
        self.settings = settings
        self.credentials = credentials
    }
}

/// The connectors that this Redis knows.
package struct ConnectorStore: Sendable {
    private let redis: RedisClient
    private let prefix: String
    private let fernet: Fernet

    package init(redis: RedisClient, prefix: String = "cc", fernet: Fernet) {
        self.redis = redis
        self.prefix = prefix
        self.fernet = fernet
    }

    package func ids() async throws -> [String] {
        let reply = try await redis.send("SMEMBERS", RedisArgument(prefix + ":connectors"))
        return (reply.array ?? []).compactMap(\.string).sorted()
    }

    /// - Throws: ``SyncStateError`` `otherKey` when it is sealed with another key, `unsealable` when it is damaged,
    ///   `unvouched` when the settings are not those that were stored with these credentials.
    package func load(_ id: String) async throws -> ConnectorRecord? {
        let keys = StateKeys(prefix: prefix, connector: id)
        let reply = try await redis.send("HMGET", RedisArgument(keys.configuration), "settings", "credentials")
        guard let values = reply.array, values.count == 2, let settings = values[0].bytes else { return nil }
        try await checkKey(of: id)
        let sealed = try fernet.open(values[1].string ?? "")
        guard let seal = try? JSONDecoder().decode(Seal.self, from: sealed) else {
            throw SyncStateError(.unvouched, "the settings of \(id) in Redis were stored by an earlier version")
        }
        guard seal.connector == id, seal.settings == Data(SHA256.hash(data: settings)) else {
            throw SyncStateError(
                .unvouched, "the settings of \(id) in Redis were changed by somebody without the secret key")
        }
        return ConnectorRecord(id: id, settings: Data(settings), credentials: seal.credentials)
    }

    /// - Throws: ``SyncStateError`` `otherKey`.
    package func save(_ record: ConnectorRecord) async throws {
        guard record.id.isConnectorID else {
            throw SyncStateError(.invalidArgument, "a connector id is 1 to 64 letters, digits and . _ -")
        }
        try await checkKey(of: record.id)
        let keys = StateKeys(prefix: prefix, connector: record.id)
        let seal = Seal(
            connector: record.id, settings: Data(SHA256.hash(data: record.settings)), credentials: record.credentials)
        _ = try await redis.send(
            "HSET", RedisArgument(keys.configuration), "settings", RedisArgument(Array(record.settings)),
            "credentials", RedisArgument(try fernet.seal(try JSONEncoder().encode(seal))))
        _ = try await redis.send("SADD", RedisArgument(keys.directory), RedisArgument(record.id))
    }

    /// Everything of the connector, jobs and checkpoints included, but not its documents.
    package func remove(_ id: String) async throws {
        guard id.isConnectorID else { return }
        let keys = StateKeys(prefix: prefix, connector: id)
        _ = try await redis.send("SREM", RedisArgument(keys.directory), RedisArgument(id))
        var cursor = "0"
        repeat {
            let reply = try await redis.send(
                "SCAN", RedisArgument(cursor), "MATCH", RedisArgument(keys.base + "*"), "COUNT", "1000")
            guard let values = reply.array, values.count == 2, let next = values[0].string else {
                throw SyncStateError(.damaged, "SCAN cannot be read")
            }
            let found = (values[1].array ?? []).compactMap(\.bytes).map { RedisArgument($0) }
            if !found.isEmpty { _ = try await redis.send(["UNLINK"] + found) }
            cursor = next
        } while cursor != "0"
    }

    /// The first key that is used for a connector stays its key.
    /// - Throws: ``SyncStateError`` `otherKey`.
    package func checkKey(of id: String) async throws {
        let meta = RedisArgument(StateKeys(prefix: prefix, connector: id).meta)
        let fingerprint = fernet.fingerprint
        _ = try await redis.send("HSETNX", meta, "key", RedisArgument(fingerprint))
        guard try await redis.send("HGET", meta, "key").string == fingerprint else {
            throw SyncStateError(.otherKey, "the credentials of \(id) were sealed with another secret key")
        }
    }
}

/// What is sealed: the credentials, whose they are, and the SHA-256 of the settings they may be used with.
private struct Seal: Codable {
    var connector: String
    var settings: Data
    var credentials: Data
}

extension String {
    /// 1 to 64 of `A-Z a-z 0-9 . _ -`: safe in keys, patterns and paths.
    package var isConnectorID: Bool {
        (1...64).contains(utf8.count)
            && unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "._-".unicodeScalars.contains($0))
            }
    }
}
