package import Logging

/// A Redis of our own in a directory, for when `REDIS_URL` is not set. Processes in one directory share it.
package struct PrivateRedis: Sendable {
    package let address: RedisAddress

    /// Joins the directory's server or starts it, and waits until it answers.
    /// - Throws: ``RedisError`` with code `privateServer`.
    package static func open(in directory: String, logger: Logger) async throws -> PrivateRedis {
        throw RedisError(.privateServer, "unfinished")
    }

    /// Stops the server if nobody else uses it.
    package func close() async throws {}
}
