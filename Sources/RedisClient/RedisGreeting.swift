/// The first commands on a connection, and what their replies mean.
struct RedisGreeting {
    private enum Step { case login, database, name, server, ready }

    let commands: [[RedisArgument]]
    private let steps: [Step]
    private let address: RedisAddress

    init(address: RedisAddress, name: String?) {
        self.address = address
        var script: [(Step, [RedisArgument])] = []
        if let password = address.password {
            script.append(
                (.login, ["AUTH"] + (address.user.map { [RedisArgument($0)] } ?? []) + [RedisArgument(password)]))
        }
        if address.database != 0 { script.append((.database, ["SELECT", RedisArgument(address.database)])) }
        if let name { script.append((.name, ["CLIENT", "SETNAME", RedisArgument(name)])) }
        script.append((.server, ["INFO", "server"]))
        // Refused with -LOADING until the data is read, unlike all of the above.
        script.append((.ready, ["PING"]))
        steps = script.map(\.0)
        commands = script.map(\.1)
    }

    /// - Returns: a sentence about what could not be verified.
    /// - Throws: ``RedisError`` when this server cannot be used.
    func check(_ replies: [RESPValue]) throws(RedisError) -> String? {
        var doubt: String?
        for (step, reply) in zip(steps, replies) {
            if let error = reply.error {
                doubt = try judge(error, at: step) ?? doubt
            } else if step == .server {
                try checkVersion(reply.string ?? "")
            }
        }
        return doubt
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

    /// `redis_version:7.0.15`; Valkey adds `server_name:valkey` and `valkey_version:8.0.1` (its `redis_version` stays 7.2.4).
    private func checkVersion(_ info: String) throws(RedisError) {
        var facts: [Substring: Substring] = [:]
        for line in info.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { facts[parts[0]] = parts[1] }
        }
        let isValkey = facts["server_name"] == "valkey" || facts["valkey_version"] != nil
        let text = (isValkey ? facts["valkey_version"] : nil) ?? facts["redis_version"] ?? ""
        let numbers = text.split(separator: ".").prefix(2).map { Int($0) ?? 0 }
        let required = isValkey ? [7, 2] : [7, 0]
        guard !required.lexicographicallyPrecedes(numbers) && numbers != required else { return }
        throw RedisError(
            .unsupportedServer,
            "\(isValkey ? "Valkey" : "Redis") at \(address) has version \(text.isEmpty ? "unknown" : String(text)); "
                + "at least Redis 7.0 or Valkey 7.2 is needed")
    }
}
