/// Where a Redis is and how to log in, read from `REDIS_URL`. Its description never shows the password.
///
/// `redis://[user[:password]@]host[:port][/db]`, the same with `rediss://` for TLS (options `?ca=FILE`, `cert=FILE`,
/// `key=FILE`, `servername=NAME`), `unix:///path/to.sock[?db=0&user=…&password=…]`,
/// `redis-cluster://[login@]host[:port],…` (a `redis://` that leads into a cluster is followed as well), and
/// `redis-sentinel://[login@]host[:port],…/name[?db=0&sentinel_user=…&sentinel_password=…]`, whose login and TLS are
/// those of the servers; the sentinels share the TLS. Both lists have a form with `rediss-`.
package struct RedisAddress: Sendable, Hashable, CustomStringConvertible {
    indirect enum Endpoint: Hashable {
        case tcp(host: String, port: Int)
        case unix(path: String)
        /// Nodes of a cluster: whichever answers.
        case oneOf([Endpoint])
        /// The server that is primary at the moment.
        case primary(Sentinels)
    }

    /// Those who know the primary of that name.
    struct Sentinels: Hashable {
        let name: String
        let endpoints: [Endpoint]
        let user: String?
        let password: String?
    }

    struct TLS: Hashable {
        /// Trusted instead of the system's certificates; PEM.
        var authorityFile: String?
        /// Of the client, when the server asks for one; PEM.
        var certificateFile: String?
        var keyFile: String?
        /// The name the certificate must carry; the host when not given.
        var serverName: String?
    }

    let endpoint: Endpoint
    let user: String?
    let password: String?
    let database: Int
    let tls: TLS?

    /// - Throws: ``RedisError`` with code `invalidAddress`; the sentence quotes no part that could be a secret.
    package init(url: String) throws(RedisError) {
        self = try RedisURL(url).address()
    }

    init(endpoint: Endpoint, user: String?, password: String?, database: Int, tls: TLS?) {
        self.endpoint = endpoint
        self.user = user
        self.password = password
        self.database = database
        self.tls = tls
    }

    /// The server behind a Unix socket, without a login.
    package init(socketPath: String) {
        self.init(endpoint: .unix(path: socketPath), user: nil, password: nil, database: 0, tls: nil)
    }

    /// The same login and TLS at another place.
    func moved(to endpoint: Endpoint) -> RedisAddress {
        RedisAddress(endpoint: endpoint, user: user, password: password, database: database, tls: tls)
    }

    /// `host:port` or the path of the socket, for logs and errors.
    package var description: String { endpoint.description }

    /// Keeps the password out of dumps and of `\(reflecting:)`.
    package var debugDescription: String { description }
}

extension RedisAddress: CustomDebugStringConvertible, CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: ["address": description, "database": database]) }
}

extension RedisAddress.Endpoint: CustomStringConvertible {
    var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        case .oneOf(let endpoints): endpoints.map(\.description).joined(separator: ", ")
        case .primary(let sentinels):
            "the primary \(sentinels.name) of the sentinels "
                + sentinels.endpoints.map(\.description).joined(separator: ", ")
        }
    }
}
