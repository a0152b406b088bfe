extension RedisError {
    /// The error of an error reply, such as `WRONGTYPE Operation against a key…`.
    package init(reply: String) {
        let word = String(reply.prefix { $0 != " " })
        // At most a line of what the server says; a script's error may quote much.
        let sentence = reply.count > 500 ? reply.prefix(500) + "…" : reply[...]
        let code = Self.codes[word] ?? .server
        let advice = code == .crossSlot ? " (in a cluster the keys of one command need one {hash tag})" : ""
        self.init(code, "the server answered: \(sentence)\(advice)", serverWord: word)
    }

    /// Error words of Redis 7 (`src/server.c`, `createSharedObjects`) that callers act upon.
    private static let codes: [String: Code] = [
        "LOADING": .loading, "READONLY": .readOnly, "MASTERDOWN": .masterDown, "OOM": .outOfMemory,
        "MISCONF": .notPersisting, "BUSY": .busy, "NOSCRIPT": .noScript, "NOPERM": .noPermission,
        "NOAUTH": .authentication, "WRONGPASS": .authentication, "MOVED": .clusterUnsettled, "ASK": .clusterUnsettled,
        "TRYAGAIN": .clusterUnsettled, "CLUSTERDOWN": .clusterUnsettled, "CROSSSLOT": .crossSlot,
    ]
}
