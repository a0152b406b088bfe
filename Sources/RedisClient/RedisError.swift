/// What went wrong between us and Redis. Callers branch on ``code``; the description is for people and holds no secret.
package struct RedisError: Error, Sendable, CustomStringConvertible {
    /// Open: the server may answer with error words that this list does not know, they arrive as `server`.
    package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        /// The address or the options cannot be used.
        package static let invalidAddress = Code(rawValue: "invalid_address")
        /// No connection could be made; the command was not sent.
        package static let unreachable = Code(rawValue: "unreachable")
        /// The connection was lost after the command was sent: it is unknown whether it ran.
        package static let disconnected = Code(rawValue: "disconnected")
        /// No reply before the deadline; when ``RedisError/mayHaveRun`` is set, the server may still run the command.
        package static let timeout = Code(rawValue: "timeout")
        /// ``RedisClient/close()`` was called.
        package static let closed = Code(rawValue: "closed")
        /// The server's bytes are no RESP2, or a reply is larger than allowed. The connection was closed.
        package static let protocolViolation = Code(rawValue: "protocol_violation")
        /// The command is larger than allowed, or empty; it was not sent.
        package static let unsendable = Code(rawValue: "unsendable")
        /// A reply of another shape than the caller expected.
        package static let unexpectedReply = Code(rawValue: "unexpected_reply")
        /// Wrong user or password, or a password is needed.
        package static let authentication = Code(rawValue: "authentication")
        /// The certificate, the CA file or the TLS handshake.
        package static let tls = Code(rawValue: "tls")
        /// The ACL of this user forbids the command or the key.
        package static let noPermission = Code(rawValue: "no_permission")
        /// Older than Redis 7.0 or Valkey 7.2.
        package static let unsupportedServer = Code(rawValue: "unsupported_server")
        /// Its `maxmemory-policy` lets it drop keys.
        package static let evictingServer = Code(rawValue: "evicting_server")
        /// `-LOADING`: the server is reading its data; try again.
        package static let loading = Code(rawValue: "loading")
        /// `-READONLY`: a replica; the client reconnects, try again.
        package static let readOnly = Code(rawValue: "read_only")
        /// `-MASTERDOWN`: a replica without its primary; try again.
        package static let masterDown = Code(rawValue: "master_down")
        /// `-CLUSTERDOWN`, or `-MOVED`, `-ASK`, `-TRYAGAIN` for as long as the deadline allowed: slots are between two
        /// nodes or have none; try again.
        package static let clusterUnsettled = Code(rawValue: "cluster_unsettled")
        /// `-CROSSSLOT`: the keys of one command belong to several slots of the cluster.
        package static let crossSlot = Code(rawValue: "cross_slot")
        /// For ``ClusterRoute`` alone: not sent, to be sent to another node.
        static let rerouted = Code(rawValue: "rerouted")
        /// `-OOM`: over `maxmemory`; try again when there is room.
        package static let outOfMemory = Code(rawValue: "out_of_memory")
        /// `-MISCONF`: the server cannot persist and so refuses writes; try again.
        package static let notPersisting = Code(rawValue: "not_persisting")
        /// `-BUSY`: a script runs for too long; try again.
        package static let busy = Code(rawValue: "busy")
        /// `-NOSCRIPT`. ``RedisClient/run(_:keys:arguments:deadline:)`` heals it by itself.
        package static let noScript = Code(rawValue: "no_script")
        /// Every other error reply; its first word is in ``RedisError/serverWord``.
        package static let server = Code(rawValue: "server")
        /// The private server could not be started or stopped.
        package static let privateServer = Code(rawValue: "private_server")
    }

    package let code: Code
    /// A sentence naming what was talked to, without passwords.
    package let detail: String
    /// The first word of an error reply, as the server wrote it: `WRONGTYPE`, `ERR`, …
    package let serverWord: String?
    /// Whether the command may have changed something although it failed.
    package let mayHaveRun: Bool

    package init(_ code: Code, _ detail: String, serverWord: String? = nil, mayHaveRun: Bool = false) {
        self.code = code
        self.detail = detail
        self.serverWord = serverWord
        self.mayHaveRun = mayHaveRun
    }

    /// Whether the same command can succeed later without anybody changing settings.
    package var isRetryable: Bool { Self.retryable.contains(code) }

    private static let retryable: Set<Code> = [
        .unreachable, .disconnected, .timeout, .loading, .readOnly, .masterDown, .outOfMemory, .notPersisting, .busy,
        .clusterUnsettled,
    ]

    package var description: String { "redis: \(detail)" }
}
