/// A Lua script that lives in the server under the SHA-1 of its source.
package struct RedisScript: Sendable, Hashable {
    /// For logs and metrics.
    package let name: String
    package let source: String
    /// Forty lowercase hexadecimal digits, as `EVALSHA` wants them.
    package let sha1: String

    package init(name: String, source: String) {
        self.name = name
        self.source = source
        sha1 = SHA1.hex(of: Array(source.utf8))
    }
}
