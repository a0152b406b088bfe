/// The parts of a Redis URL before they are judged.
struct RedisURL {
    private let scheme: String
    private var user: String?
    private var password: String?
    private var host = ""
    private var port: String?
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
        try readHost(rest[..<slash])
    }

    func address() throws(RedisError) -> RedisAddress {
        switch scheme {
        case "redis", "rediss":
            guard !host.isEmpty else { throw Self.invalid("the host is missing") }
            return RedisAddress(
                endpoint: .tcp(host: host, port: try portNumber()), user: user, password: password,
                database: try database(path.isEmpty || path == "/" ? options["db"] : String(path.dropFirst())),
                tls: scheme == "rediss" ? try tls() : nil)
        case "unix", "redis+unix":
            guard host.isEmpty, path.count > 1 else { throw Self.invalid("a socket looks like unix:///path/to.sock") }
            return RedisAddress(
                endpoint: .unix(path: path), user: options["user"] ?? user, password: options["password"] ?? password,
                database: try database(options["db"]), tls: nil)
        case "redis-sentinel", "rediss-sentinel":
            throw Self.invalid("redis-sentinel:// is not supported yet; give the primary's redis:// address")
        default:
            throw Self.invalid("the scheme must be redis, rediss or unix")
        }
    }

    private func portNumber() throws(RedisError) -> Int {
        guard let port else { return 6379 }
        guard let number = Int(port), (1...65535).contains(number) else {
            throw Self.invalid("the port must be a number from 1 to 65535")
        }
        return number
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
    }

    private static let knownOptions: Set<String> = ["db", "user", "password", "ca", "cert", "key", "servername"]

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
