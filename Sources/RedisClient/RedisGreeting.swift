/// The first commands on a connection, and what their replies mean.
struct RedisGreeting {
    private enum Step { case login, database, name, server, ready }

    let commands: [[RedisArgument]]
    private let steps: [Step]
    private let address: RedisAddress
    private let mustBePrimary: Bool
    private let allowsEviction: Bool

    init(address: RedisAddress, options: RedisClient.Options, mustBePrimary: Bool) {
        self.address = address
        self.mustBePrimary = mustBePrimary
        allowsEviction = options.allowsEviction
        var script = Self.login(of: address).map { (Step.login, $0) }
        if address.database != 0 { script.append((.database, ["SELECT", RedisArgument(address.database)])) }
        if let name = options.name { script.append((.name, ["CLIENT", "SETNAME", RedisArgument(name)])) }
        script.append((.server, ["INFO"]))
        // Refused with -LOADING until the data is read, unlike all of the above.
        script.append((.ready, ["PING"]))
        steps = script.map(\.0)
        commands = script.map(\.1)
    }

    /// One command, or none.
    static func login(of address: RedisAddress) -> [[RedisArgument]] {
        guard let password = address.password else { return [] }
        return [["AUTH"] + (address.user.map { [RedisArgument($0)] } ?? []) + [RedisArgument(password)]]
    }

    struct Verdict {
        /// What could not be verified, or will be a danger one day.
        var doubts: [String] = []
        var isInCluster = false
    }

    /// - Throws: ``RedisError`` when this server cannot be used.
    func check(_ replies: [RESPValue]) throws(RedisError) -> Verdict {
        var verdict = Verdict()
        for (step, reply) in zip(steps, replies) {
            if let error = reply.error {
                if let doubt = try judge(error, at: step) { verdict.doubts.append(doubt) }
            } else if step == .server {
                let facts = ServerFacts(info: reply.string ?? "")
                try checkVersion(facts)
                try checkRole(facts)
                if let doubt = try checkEviction(facts) { verdict.doubts.append(doubt) }
                verdict.isInCluster = facts.isInCluster
            }
        }
        return verdict
    }

    private func judge(_ error: RedisError, at step: Step) throws(RedisError) -> String? {
        switch (step, error.code) {
        case (_, .loading):
            throw RedisError(.loading, "Redis at \(address) is still loading its data", serverWord: error.serverWord)
        case (.login, .authentication):
            throw RedisError(
                .authentication, "Redis at \(address) refused the login: wrong user or password",
                serverWord: error.serverWord)
        case (_, .authentication):
            throw RedisError(
                .authentication, "Redis at \(address) wants a password and the address has none",
                serverWord: error.serverWord)
        case (.login, _) where error.detail.contains("without any password configured"):
            throw RedisError(
                .authentication, "Redis at \(address) has no password set, but the address gives one",
                serverWord: error.serverWord)
        case (.database, .server):
            throw RedisError(
                .invalidAddress, "Redis at \(address) has no database \(address.database)", serverWord: error.serverWord
            )
        case (.server, .noPermission):
            return "the version of Redis could not be verified, the user may not run INFO"
        case (.name, _), (.ready, .noPermission), (.ready, .masterDown), (.ready, .notPersisting), (.ready, .busy):
            return nil
        default:
            throw RedisError(
                error.isRetryable ? error.code : .unreachable,
                "Redis at \(address) refused the connection: \(error.detail)",
                serverWord: error.serverWord)
        }
    }

    private func checkVersion(_ facts: ServerFacts) throws(RedisError) {
        guard !facts.isNewEnough else { return }
        throw RedisError(
            .unsupportedServer,
            "\(facts.product) at \(address) has version \(facts.version.isEmpty ? "unknown" : facts.version); "
                + "at least Redis 7.0 or Valkey 7.2 is needed")
    }

    private func checkRole(_ facts: ServerFacts) throws(RedisError) {
        guard mustBePrimary, facts.isReplica else { return }
        throw RedisError(.readOnly, "Redis at \(address) is a replica")
    }

    /// Jobs and checkpoints are no cache: a server that drops keys loses work without a trace.
    private func checkEviction(_ facts: ServerFacts) throws(RedisError) -> String? {
        guard let policy = facts.evictingPolicy else { return nil }
        let mend = "set maxmemory-policy noeviction (CONFIG SET maxmemory-policy noeviction, and in its configuration)"
        guard facts.isLimited else {
            return
                "Redis at \(address) has maxmemory-policy \(policy), which takes effect once maxmemory is set; \(mend)"
        }
        guard !allowsEviction else {
            return "Redis at \(address) may drop keys of the queue when its memory is full (maxmemory-policy \(policy))"
        }
        throw RedisError(
            .evictingServer,
            "Redis at \(address) drops keys when its memory is full (maxmemory-policy \(policy)), and with them jobs; \(mend)"
        )
    }
}
