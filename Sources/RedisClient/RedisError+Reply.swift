extension RedisError {
    /// The error of an error reply, such as `WRONGTYPE Operation against a key…`.
    package init(reply: String) {
        let word = String(reply.prefix { $0 != " " })
        // At most a line of what the server says; a script's error may quote much.
        let sentence = reply.count > 500 ? reply.prefix(500) + "…" : reply[...]
        self.init(Self.codes[word] ?? .server, "the server answered: \(sentence)", serverWord: word)
    }

    /// Error words of Redis 7 (`src/server.c`, `createSharedObjects`) that callers act upon.
    private static let codes: [String: Code] = [
        "LOADING": .loading, "READONLY": .readOnly, "MASTERDOWN": .masterDown, "OOM": .outOfMemory,
        "MISCONF": .notPersisting, "BUSY": .busy, "NOSCRIPT": .noScript, "NOPERM": .noPermission,
        "NOAUTH": .authentication, "WRONGPASS": .authentication,
    ]
}
