import NIOCore

extension RedisConnector {
    /// For one sentinel, which either answers at once or is not worth waiting for.
    private static let sentinelPatience = Duration.seconds(2)

    /// Asks one sentinel after the other and takes the first primary that says itself that it is one: a sentinel that
    /// is cut off still names the old one (Redis documentation, "Sentinel client spec").
    func openPrimary(of sentinels: RedisAddress.Sentinels) async throws(RedisError) -> NIOLoopBound<RedisLink> {
        var failures: [RedisError] = []
        var tried: [RedisAddress: RedisError] = [:]
        for endpoint in sentinels.endpoints {
            do throws(RedisError) {
                let primary = address.moved(to: try await self.primary(of: sentinels, at: endpoint))
                if let known = tried[primary] {
                    failures.append(Self.heard(known, of: primary, from: endpoint))
                    continue
                }
                do throws(RedisError) {
                    return try await open(primary, mustBePrimary: true)
                } catch {
                    // A wrong password is no better elsewhere.
                    guard error.isRetryable else { throw error }
                    tried[primary] = error
                    failures.append(Self.heard(error, of: primary, from: endpoint))
                }
            } catch {
                failures.append(error)
            }
        }
        throw RedisError(allOf: failures, saying: "no sentinel leads to the primary \(sentinels.name)")
    }

    private func primary(
        of sentinels: RedisAddress.Sentinels, at endpoint: RedisAddress.Endpoint
    ) async throws(RedisError) -> RedisAddress.Endpoint {
        let sentinel = RedisAddress(
            endpoint: endpoint, user: sentinels.user, password: sentinels.password, database: 0, tls: address.tls)
        let login = RedisGreeting.login(of: sentinel)
        let question: [RedisArgument] = ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", RedisArgument(sentinels.name)]
        let (link, primary) = try await open(
            sentinel, within: min(Self.sentinelPatience, options.connectTimeout), sending: login + [question]
        ) { replies throws(RedisError) in
            try Self.primary(in: replies, of: sentinels, at: endpoint)
        }
        eventLoop.execute { link.value.close(because: RedisError(.closed, "the sentinel has answered")) }
        return primary
    }

    /// `["10.0.0.1", "6379"]`, or nil for a name it does not watch. A login that was refused fails the question too.
    private static func primary(
        in replies: [RESPValue], of sentinels: RedisAddress.Sentinels, at endpoint: RedisAddress.Endpoint
    ) throws(RedisError) -> RedisAddress.Endpoint {
        for reply in replies {
            guard let error = reply.error else { continue }
            let code = error.isRetryable || error.code == .authentication ? error.code : .unreachable
            throw RedisError(code, "the sentinel \(endpoint): \(error.detail)", serverWord: error.serverWord)
        }
        guard let reply = replies.last, !reply.isNull else {
            throw RedisError(.invalidAddress, "the sentinel \(endpoint) knows no primary named \(sentinels.name)")
        }
        guard let words = reply.array, words.count == 2, let host = words[0].string, !host.isEmpty,
            let port = words[1].int, (1...65535).contains(port)
        else {
            throw RedisError(.unreachable, "the sentinel \(endpoint) gave no address that can be read")
        }
        return .tcp(host: host, port: port)
    }

    private static func heard(
        _ error: RedisError, of primary: RedisAddress, from endpoint: RedisAddress.Endpoint
    ) -> RedisError {
        RedisError(
            error.code, "the sentinel \(endpoint) names \(primary): \(error.detail)", serverWord: error.serverWord)
    }
}
