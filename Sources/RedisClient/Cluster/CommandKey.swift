/// Which key decides the node that a command goes to. Commands name their keys in a few ways; all but those listed here
/// have the first right after the command's name.
package enum CommandKey {
    /// - Returns: `nil` when any node will do.
    package static func first(of command: [RedisArgument]) -> [UInt8]? {
        guard let name = command.first.map({ String(decoding: $0.bytes, as: UTF8.self).uppercased() }) else {
            return nil
        }
        switch name {
        case _ where keyless.contains(name): return nil
        case "EVAL", "EVALSHA", "EVAL_RO", "EVALSHA_RO", "FCALL", "FCALL_RO", "BLMPOP", "BZMPOP":
            return word(2, of: command) == "0" ? nil : bytes(3, of: command)
        case "ZUNION", "ZINTER", "ZDIFF", "ZINTERCARD", "SINTERCARD", "LMPOP", "ZMPOP", "OBJECT", "XGROUP", "XINFO",
            "BITOP", "MEMORY":
            return bytes(2, of: command)
        // The group or its consumer may be called STREAMS as well.
        case "XREADGROUP": return firstStream(of: command.dropFirst(4))
        case "XREAD": return firstStream(of: command.dropFirst())
        case "SCAN": return tagOfPattern(in: command)
        default: return bytes(1, of: command)
        }
    }

    private static let keyless: Set<String> = [
        "ACL", "ASKING", "AUTH", "BGREWRITEAOF", "BGSAVE", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "DBSIZE", "DEBUG",
        "ECHO", "FAILOVER", "FLUSHALL", "FLUSHDB", "FUNCTION", "HELLO", "INFO", "KEYS", "LASTSAVE", "LATENCY", "LOLWUT",
        "MODULE", "PING", "PUBLISH", "PUBSUB", "QUIT", "RANDOMKEY", "READONLY", "READWRITE", "REPLICAOF", "RESET",
        "ROLE", "SAVE", "SCRIPT", "SELECT", "SHUTDOWN", "SLOWLOG", "SWAPDB", "TIME", "WAIT", "WAITAOF",
    ]

    private static func bytes(_ index: Int, of command: [RedisArgument]) -> [UInt8]? {
        index < command.count ? command[index].bytes : nil
    }

    private static func word(_ index: Int, of command: [RedisArgument]) -> String? {
        bytes(index, of: command).map { String(decoding: $0, as: UTF8.self).uppercased() }
    }

    private static func firstStream(of words: ArraySlice<RedisArgument>) -> [UInt8]? {
        guard
            let mark = words.firstIndex(where: { String(decoding: $0.bytes, as: UTF8.self).uppercased() == "STREAMS" }),
            mark + 1 < words.endIndex
        else { return nil }
        return words[mark + 1].bytes
    }

    /// A walk over `cc:{id}:*` finds all its keys on one node; one without a hash tag sees a single node, whichever.
    private static func tagOfPattern(in command: [RedisArgument]) -> [UInt8]? {
        guard let mark = command.indices.first(where: { word($0, of: command) == "MATCH" }),
            let pattern = bytes(mark + 1, of: command), let tag = HashSlot.tag(of: pattern),
            !tag.contains(where: { Array("*?[\\".utf8).contains($0) })
        else { return nil }
        return Array(tag)
    }
}
