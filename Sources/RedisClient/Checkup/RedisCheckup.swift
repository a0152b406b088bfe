/// Looks at a Redis before work is entrusted to it. Reads, and writes one key that expires within a second.
package struct RedisCheckup: Sendable {
    private let redis: RedisClient
    private let prefix: String

    /// - Parameter redis: one that `allowsEviction`, or a server that evicts is not looked at any further.
    package init(redis: RedisClient, prefix: String = "cc") {
        self.redis = redis
        self.prefix = prefix
    }

    /// One finding a subject, always in the same order; in a cluster the worst of all nodes. A server that cannot be used
    /// at all is a single finding.
    package func findings() async -> [RedisFinding] {
        do {
            try await redis.connect()
        } catch {
            return [RedisFinding("connection", .refuse, Self.sentence(error))]
        }
        var reports: [NodeReport] = []
        do {
            for server in try await redis.servers() { reports.append(try await report(of: server)) }
        } catch {
            return [RedisFinding("connection", .refuse, Self.sentence(error))]
        }
        return [RedisFinding("connection", .ok, "\(redis.address)")] + Self.worst(of: reports)
            + [await writing(), await rights(), encryption()]
    }

    private func report(of server: CommandQueue) async throws -> NodeReport {
        let info = try await redis.ask(server, ["INFO"])
        let configuration = try await redis.ask(
            server,
            ["CONFIG", "GET", "maxmemory-policy", "appendonly", "appendfsync", "min-replicas-to-write"])
        var latencies: [Duration] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            _ = try await redis.ask(server, ["PING"])
            latencies.append(ContinuousClock.now - start)
        }
        return NodeReport(
            address: "\(server.endpoint)", info: ServerFacts(info: info.string ?? ""),
            configuration: configuration.map?.compactMapValues(\.string), latency: latencies.sorted()[2])
    }

    /// Subjects in the order of the first report; a node is named where it is not like the others.
    private static func worst(of reports: [NodeReport]) -> [RedisFinding] {
        let all = reports.map { ($0.address, $0.findings) }
        guard let first = all.first?.1 else { return [] }
        return first.indices.map { index in
            guard let (address, findings) = all.max(by: { $0.1[index].verdict < $1.1[index].verdict }) else {
                return first[index]
            }
            let worst = findings[index]
            if all.count == 1 { return worst }
            let seen =
                worst.verdict == .ok ? "\(worst.seen) (all \(all.count) nodes alike)" : "\(address): \(worst.seen)"
            return RedisFinding(worst.name, worst.verdict, seen, mend: worst.mend)
        }
    }

    // MARK: what one asks the whole

    /// A script without a licence to exceed `maxmemory`, as the enqueuing one is.
    private func writing() async -> RedisFinding {
        let probe = RedisScript(name: "probe", source: "return redis.call('SET', KEYS[1], ARGV[1], 'PX', 1000)")
        do {
            _ = try await redis.run(probe, keys: ["\(prefix):doctor"], arguments: ["1"])
            return RedisFinding("writing", .ok, "a script has written a key")
        } catch let error as RedisError where error.code == .outOfMemory {
            return RedisFinding(
                "writing", .refuse, "memory is full: nothing can be enqueued", mend: "CONFIG SET maxmemory 0")
        } catch let error as RedisError where error.code == .noPermission {
            return RedisFinding("writing", .refuse, Self.sentence(error), mend: RedisAccess.line(prefix: prefix))
        } catch {
            return RedisFinding("writing", .refuse, Self.sentence(error))
        }
    }

    private func rights() async -> RedisFinding {
        let line = RedisAccess.line(prefix: prefix)
        do {
            let name = try await redis.send("ACL", "WHOAMI").string ?? ""
            let trials = RedisAccess.trials(prefix: prefix)
            let answers = try await redis.pipeline(trials.map { ["ACL", "DRYRUN", RedisArgument(name)] + $0.words })
            if answers.contains(where: { $0.error != nil }) {
                return RedisFinding(
                    "rights", .notVerifiable, "user \(name); whether all commands are allowed is not told", mend: line)
            }
            let denied = zip(trials, answers).filter { $0.1.string != "OK" }.map(\.0.command)
            if denied.isEmpty { return RedisFinding("rights", .ok, "user \(name) may do all that is needed") }
            return RedisFinding(
                "rights", .refuse, "user \(name) may not run \(denied.joined(separator: ", ")) on \(prefix):*",
                mend: line)
        } catch {
            return RedisFinding("rights", .notVerifiable, Self.sentence(error), mend: line)
        }
    }

    private func encryption() -> RedisFinding {
        if let tls = redis.address.tls {
            let authority = tls.authorityFile.map { "the authority in \($0)" } ?? "the system's authorities"
            let own = tls.certificateFile == nil ? "" : ", with a certificate of our own"
            return RedisFinding("encryption", .ok, "TLS, verified by \(authority)\(own)")
        }
        if redis.address.endpoint.isLocal { return RedisFinding("encryption", .ok, "none, on this host") }
        return RedisFinding(
            "encryption", .warn, "none: login and titles cross the network in the clear",
            mend: "REDIS_URL=rediss://… (options ?ca=FILE, cert=FILE, key=FILE, servername=NAME)")
    }

    private static func sentence(_ error: any Error) -> String { (error as? RedisError)?.detail ?? "\(error)" }
}

extension RedisAddress.Endpoint {
    /// Whether nothing leaves this host.
    fileprivate var isLocal: Bool {
        switch self {
        case .unix: true
        case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
        case .oneOf(let endpoints): endpoints.allSatisfy(\.isLocal)
        case .primary(let sentinels): sentinels.endpoints.allSatisfy(\.isLocal)
        }
    }
}
