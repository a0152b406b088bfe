/// An absolute `http` or `https` address without user information and fragment.
/// Printing it leaves the query out: queries carry tokens (signed media addresses) and page titles.
package struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    package let scheme: String
    /// Lower case; an IPv6 address keeps its brackets.
    package let host: String
    /// The explicit port, or that of the scheme.
    package let port: Int
    /// Percent-encoded; empty or starting with a slash.
    package private(set) var path: String
    /// Percent-encoded, without the question mark.
    package private(set) var query: String?

    /// - Throws: ``HTTPError`` with code `badURL`.
    package init(_ text: String) throws(HTTPError) {
        let trimmed = text.trimmingASCIISpace
        guard let separator = trimmed.firstRange(of: "://") else {
            throw HTTPError(.badURL, "an address has to start with https:// or http://")
        }
        let scheme = trimmed[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw HTTPError(.badURL, "only http and https addresses can be used, not \(scheme.prefix(20))")
        }
        let rest = trimmed[separator.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let (host, port) = try Self.authority(rest[..<end])
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == "https" ? 443 : 80)
        (path, query) = try Self.target(rest[end...])
    }

    /// Two addresses of one origin share credentials; others never do.
    package func hasSameOrigin(as other: HTTPURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Scheme, host and, where it is not the usual one, port.
    package var origin: String {
        let usual = scheme == "https" ? 443 : 80
        return port == usual ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// The whole address, as it goes on the wire. Not for logs.
    package var text: String {
        "\(origin)\(path.isEmpty ? "/" : path)\(query.map { "?" + $0 } ?? "")"
    }

    package var description: String { "\(origin)\(path)\(query == nil ? "" : "?…")" }

    /// - Parameter suffix: percent-encoded already, starting with a slash.
    package func appending(path suffix: String) -> HTTPURL {
        var url = self
        url.path = (path.hasSuffix("/") ? String(path.dropLast()) : path) + suffix
        return url
    }

    /// Names and values are encoded here; an empty list leaves the query as it is.
    package func adding(_ items: [(name: String, value: String)]) -> HTTPURL {
        guard !items.isEmpty else { return self }
        var url = self
        let added = items.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }.joined(separator: "&")
        url.query = query.map { $0.isEmpty ? added : "\($0)&\(added)" } ?? added
        return url
    }

    /// - Parameter path: percent-encoded already; empty or starting with a slash.
    package func with(path: String) -> HTTPURL {
        var url = self
        url.path = Self.encodeStray(path)
        return url
    }

    /// - Parameter query: percent-encoded already; anything not allowed in a query is encoded.
    package func with(query: String?) -> HTTPURL {
        var url = self
        url.query = query.map { Self.encodeStray($0) }
        return url
    }

    /// Where a `Location` leads from here (RFC 3986 §5.2, the forms seen on the wire).
    package func resolving(_ location: String) throws(HTTPError) -> HTTPURL {
        let target = location.trimmingASCIISpace
        if target.hasPrefix("//") { return try HTTPURL("\(scheme):\(target)") }
        if target.hasPrefix("/") { return try HTTPURL("\(origin)\(target)") }
        if target.hasPrefix("?") { return try HTTPURL("\(origin)\(path)\(target)") }
        let head = target.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if head.contains(":") { return try HTTPURL(target) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return try HTTPURL("\(origin)\(folder)\(target)")
    }
}
