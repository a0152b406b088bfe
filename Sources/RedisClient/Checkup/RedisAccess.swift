/// The rights that the connector needs in Redis, and no more.
package enum RedisAccess {
    /// As the ACL names them, each with words that make it complete. A test compares the names with what scripts and sources
    /// send; `auth` needs no right.
    private static let samples: KeyValuePairs<String, String> = [
        // The connection, and what `doctor` asks on top.
        "acl|whoami": "", "asking": "", "client|setname": "NAME", "cluster|slots": "", "eval": "SCRIPT 1 KEY",
        "evalsha": "SHA 1 KEY", "info": "", "ping": "", "select": "0", "time": "",
        // Keys.
        "del": "KEY", "exists": "KEY", "pexpire": "KEY 1", "scan": "0", "unlink": "KEY",
        // Strings.
        "get": "KEY", "getrange": "KEY 0 1", "set": "KEY VALUE", "setrange": "KEY 0 VALUE",
        // Hashes.
        "hdel": "KEY FIELD", "hexists": "KEY FIELD", "hget": "KEY FIELD", "hgetall": "KEY", "hincrby": "KEY FIELD 1",
        "hkeys": "KEY", "hlen": "KEY", "hmget": "KEY FIELD", "hscan": "KEY 0", "hset": "KEY FIELD VALUE",
        "hsetnx": "KEY FIELD VALUE",
        // Lists.
        "lindex": "KEY 0", "llen": "KEY", "lpop": "KEY", "lpush": "KEY VALUE", "lrange": "KEY 0 1",
        "rpush": "KEY VALUE",
        // Sets.
        "sadd": "KEY VALUE", "smembers": "KEY", "srem": "KEY VALUE",
        // Sorted sets.
        "zadd": "KEY 1 VALUE", "zcard": "KEY", "zrange": "KEY 0 1", "zrangebyscore": "KEY 0 1", "zrem": "KEY VALUE",
        "zremrangebyscore": "KEY 0 1", "zrevrange": "KEY 0 1", "zscore": "KEY VALUE",
        // Streams.
        "xack": "KEY GROUP 1-1", "xadd": "KEY * FIELD VALUE", "xautoclaim": "KEY GROUP NAME 0 0-0",
        "xclaim": "KEY GROUP NAME 0 1-1", "xdel": "KEY 1-1",
        "xgroup|create": "KEY GROUP 0", "xgroup|delconsumer": "KEY GROUP NAME", "xinfo|consumers": "KEY GROUP",
        "xinfo|groups": "KEY", "xlen": "KEY", "xrange": "KEY - +",
        "xreadgroup": "GROUP GROUP NAME STREAMS KEY >",
        "xrevrange": "KEY + -",
    ]

    package static var commands: [String] { samples.map(\.key).sorted() }

    /// - Parameter password: put there as it is; a placeholder by default.
    /// - Returns: the line for `redis-cli`.
    package static func line(
        user: String = "confluence-connector", password: String = "PASSWORD", prefix: String = "cc"
    ) -> String {
        (["ACL", "SETUSER"] + rules(user: user, password: password, prefix: prefix)).joined(separator: " ")
    }

    /// The words after `ACL SETUSER`: one user, keys and channels under the prefix, single commands.
    package static func rules(user: String, password: String, prefix: String = "cc") -> [String] {
        let pattern = prefix.map { "*?[]\\".contains($0) ? "\\\($0)" : "\($0)" }.joined() + ":*"
        return [user, "reset", "on", ">\(password)", "~\(pattern)", "&\(pattern)"] + commands.map { "+\($0)" }
    }

    /// Complete commands on a key under the prefix, for `ACL DRYRUN`.
    static func trials(prefix: String) -> [(command: String, words: [RedisArgument])] {
        samples.map { command, words in
            let words = words.split(separator: " ").map { $0 == "KEY" ? "\(prefix):key" : String($0) }
            return (command, (command.split(separator: "|").map { $0.uppercased() } + words).map { RedisArgument($0) })
        }
    }
}
