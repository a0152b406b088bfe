extension RedisClient {
    /// What a client may be told beyond the address.
    package struct Options: Sendable {
        /// For one attempt to connect, log in and be accepted.
        package var connectTimeout: Duration
        /// For a command that is given no deadline, waiting for a connection included.
        package var commandTimeout: Duration
        /// Shown by `CLIENT LIST`; no spaces.
        package var name: String?
        /// Bytes written but not yet answered; further commands wait in their tasks.
        package var maxBytesInFlight: Int
        /// Bytes of one command.
        package var maxCommandBytes: Int
        /// Memory that one reply may take, elements included.
        package var maxReplyBytes: Int
        /// Accepts a server that may drop keys of ours when its memory is full.
        package var allowsEviction: Bool

        package init(
            connectTimeout: Duration = .seconds(5), commandTimeout: Duration = .seconds(10), name: String? = nil,
            maxBytesInFlight: Int = 32 << 20, maxCommandBytes: Int = 64 << 20, maxReplyBytes: Int = 128 << 20,
            allowsEviction: Bool = false
        ) {
            self.connectTimeout = connectTimeout
            self.commandTimeout = commandTimeout
            self.name = name
            self.maxBytesInFlight = maxBytesInFlight
            self.maxCommandBytes = maxCommandBytes
            self.maxReplyBytes = maxReplyBytes
            self.allowsEviction = allowsEviction
        }
    }
}
