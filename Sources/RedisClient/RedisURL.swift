/// The parts of a Redis URL before they are judged.
struct RedisURL {
    private let scheme: String
    private var user: String?
    private var password: String?
    private var hosts: [(name: String, port: String?)] = []
    private var path = ""
    private var options: [String: String] = [:]

    init(_ url: String) throws(RedisError) {
        guard let mark = url.firstRange(of: "://") else {
            throw Self.invalid("it must look like redis://host:6379/0, rediss://… or unix:///path/to.sock")
        }
        scheme = url[..<mark.lowerBound].lowercased()
        var rest = url[mark.upperBound...]
        if let question = rest.firstIndex(of: "?") {
            options = try Self.options(in: rest[rest.index(after: question)...])
            rest = rest[..<question]
        }
        // A password may hold an unescaped "/" or "@": the last "@" ends the login.
        if scheme != "unix", let at = rest.lastIndex(of: "@") {
            try readLogin(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = try Self.decoded(rest[slash...])
        for host in rest[..<slash].split(separator: ",", omittingEmptySubsequences: false) { try readHost(host) }
    }

    func address() throws(RedisError) -> RedisAddress {
        if !scheme.hasSuffix("-sentinel"), options.keys.contains(where: { $0.hasPrefix("sentinel_") }) {
            throw Self.invalid("sentinel_user and sentinel_password belong to redis-sentinel://")
        }
        switch scheme {
        case "redis", "rediss":
            return try address(at: try oneServer(), database: pathOrOption)
        case "redis-cluster", "rediss-cluster":
            guard try database(pathOrOption) == 0 else { throw Self.invalid("a cluster has only the database 0") }
            return try address(at: .oneOf(try servers(port: 6379)))
        case "redis-sentinel", "rediss-sentinel":
            guard path.count > 1 else {
                throw Self.invalid(
                    "the name that the sentinels know the primary by is missing: redis-sentinel://…/name")
            }
            let sentinels = RedisAddress.Sentinels(
                name: String(path.dropFirst()), endpoints: try servers(port: 26379),
                user: options["sentinel_user"], password: options["sentinel_password"])
            return try address(at: .primary(sentinels), database: options["db"])
        case "unix", "redis+unix":
            guard hosts.allSatisfy({ $0.name.isEmpty }), path.count > 1 else {
                throw Self.invalid("a socket looks like unix:///path/to.sock")
            }
            return RedisAddress(
                endpoint: .unix(path: path), user: options["user"] ?? user, password: options["password"] ?? password,
                database: try database(options["db"]), tls: nil)
        default:
            throw Self.invalid("the scheme must be redis, rediss, redis-sentinel, redis-cluster or unix")
        }
    }

    private func address(
        at endpoint: RedisAddress.Endpoint, database text: String? = nil
    ) throws(RedisError) -> RedisAddress {
        RedisAddress(
            endpoint: endpoint, user: user, password: password, database: try database(text),
            tls: scheme.hasPrefix("rediss") ? try tls() : nil)
    }

    private var pathOrOption: String? { path.isEmpty || path == "/" ? options["db"] : String(path.dropFirst()) }

    private func oneServer() throws(RedisError) -> RedisAddress.Endpoint {
        let servers = try servers(port: 6379)
        guard servers.count == 1 else {
            throw Self.invalid("several servers are written redis-sentinel://… or redis-cluster://…")
        }
        return servers[0]
    }

    private func servers(port standard: Int) throws(RedisError) -> [RedisAddress.Endpoint] {
        var servers: [RedisAddress.Endpoint] = []
        for (name, text) in hosts {
            guard !name.isEmpty else { throw Self.invalid("the host is missing") }
            guard let port = text == nil ? standard : text.flatMap({ Int($0) }), (1...65535).contains(port) else {
                throw Self.invalid("the port must be a number from 1 to 65535")
            }
            servers.append(.tcp(host: name, port: port))
        }
        return servers
    }

    private func database(_ text: String?) throws(RedisError) -> Int {
        guard let text, !text.isEmpty else { return 0 }
        guard let number = Int(text), (0...1_000_000).contains(number) else {
            throw Self.invalid("the database after the host must be a number")
        }
        return number
    }

    private func tls() throws(RedisError) -> RedisAddress.TLS {
        guard (options["cert"] == nil) == (options["key"] == nil) else {
            throw Self.invalid("a client certificate needs both options, cert and key")
        }
        return RedisAddress.TLS(
            authorityFile: options["ca"], certificateFile: options["cert"], keyFile: options["key"],
            serverName: options["servername"])
    }

    private mutating func readLogin(_ text: Substring) throws(RedisError) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let name = try Self.decoded(text[..<colon])
        user = name.isEmpty ? nil : name
        if colon != text.endIndex { password = try Self.decoded(text[text.index(after: colon)...]) }
    }

    /// `host`, `host:port` or `[IPv6]:port`.
    private mutating func readHost(_ text: Substring) throws(RedisError) {
        let host: String
        var port: String?
        var end = text.lastIndex(of: ":") ?? text.endIndex
        if text.hasPrefix("["), let bracket = text.firstIndex(of: "]") {
            host = String(text[text.index(after: text.startIndex)..<bracket])
            end = text.index(after: bracket)
            guard end == text.endIndex || text[end] == ":" else { throw Self.invalid("the host cannot be read") }
        } else {
            host = try Self.decoded(text[..<end])
            guard !host.contains(where: { "[]:".contains($0) }) else {
                throw Self.invalid("an IPv6 host is written in brackets, redis://[::1]:6379")
            }
        }
        if end != text.endIndex, text.index(after: end) != text.endIndex {
            port = String(text[text.index(after: end)...])
        }
        hosts.append((host, port))
    }

    private static let knownOptions: Set<String> = [
        "db", "user", "password", "ca", "cert", "key", "servername", "sentinel_user", "sentinel_password",
    ]

    private static func options(in query: Substring) throws(RedisError) -> [String: String] {
        var options: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard knownOptions.contains(name) else {
                throw invalid("only the options \(knownOptions.sorted().joined(separator: ", ")) are known")
            }
            options[name] = try decoded(parts.count > 1 ? parts[1] : "")
        }
        return options
    }

    /// Percent-decoding (RFC 3986, section 2.1).
    private static func decoded(_ text: Substring) throws(RedisError) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { throw invalid("a percent sign in it must be written as %25") }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func invalid(_ reason: String) -> RedisError {
        RedisError(.invalidAddress, "the Redis address cannot be used: \(reason)")
    }
}
