package import HTTPTransport

extension ConfluenceClient {
    /// Finds out what answers at an address, without credentials.
    /// - Parameters:
    ///   - deployment: `nil`: decide by asking. A value that does not fit what answers is an error.
    ///   - pace: of the site, like the client's.
    /// - Throws: `wrongSite`, `notJSON`, `tls`, `unreachable`, …, with one sentence that says what to do.
    package static func probe(
        _ base: HTTPURL, deployment: Deployment? = nil, transport: any HTTPTransport, pace: any Pace = NoPace(),
        timeout: Duration = .seconds(30)
    ) async throws(ConfluenceError) -> ConfluenceSite {
        let probe = SiteProbe(base: base, transport: transport, pace: pace, timeout: timeout)
        // The OAuth gateway serves Cloud alone and says nothing without a token.
        if base.path.hasPrefix("/ex/confluence/") {
            guard deployment != .datacenter else { throw probe.wrong(.cloud) }
            return ConfluenceSite(base, deployment: .cloud)
        }
        let order: [Deployment] = deployment == .datacenter ? [.datacenter, .cloud] : [.cloud, .datacenter]
        for candidate in order where try await probe.answers(as: candidate) {
            guard deployment == nil || deployment == candidate else { throw probe.wrong(candidate) }
            return ConfluenceSite(base, deployment: candidate)
        }
        // What was said explicitly is believed when something there speaks REST at all: proxies hide the telling addresses.
        if let deployment, try await probe.speaksREST(as: deployment) {
            return ConfluenceSite(base, deployment: deployment)
        }
        throw ConfluenceError(
            .wrongSite,
            "\(base) answers, but not as Confluence (a web page instead of JSON: a login page or a proxy?): check the address; Data Center needs its context path, like /confluence"
        )
    }
}

/// The questions that tell Cloud, Data Center and anything else apart.
private struct SiteProbe {
    let base: HTTPURL
    let transport: any HTTPTransport
    let pace: any Pace
    let timeout: Duration
    private let time = Timekeeper(ContinuousClock())

    init(base: HTTPURL, transport: any HTTPTransport, pace: any Pace, timeout: Duration) {
        self.base = base
        self.transport = transport
        self.pace = pace
        self.timeout = timeout
    }

    func answers(as deployment: Deployment) async throws(ConfluenceError) -> Bool {
        let site = ConfluenceSite(base, deployment: deployment)
        switch deployment {
        case .cloud:
            // Every Cloud site has it at its root, custom domains included.
            let answer = try await ask(site.base.with(path: "/_edge/tenant_info"))
            return answer?.isSuccess == true && json(answer)["cloudId"].text != nil
        case .datacenter:
            // Since about 8.4; 401 for strangers, like every REST address of a Data Center.
            let answer = try await ask(site.base.appending(path: "/rest/api/server-information"))
            if answer?.isSuccess == true, json(answer)["version"].text != nil { return true }
            if answer?.status == 401, isSeraph(answer) || json(answer).isObject { return true }
            let manifest = try await ask(site.base.appending(path: "/rest/applinks/1.0/manifest"))
            return manifest?.isSuccess == true
                && String(decoding: manifest?.body ?? [], as: UTF8.self).contains("<typeId>confluence</typeId>")
        }
    }

    func speaksREST(as deployment: Deployment) async throws(ConfluenceError) -> Bool {
        let site = ConfluenceSite(base, deployment: deployment)
        let answer = try await ask(site.base.appending(path: "/rest/api/user/current"))
        guard let answer, answer.status != 404 else { return false }
        return json(answer).isObject || isSeraph(answer)
    }

    func wrong(_ actual: Deployment) -> ConfluenceError {
        let name = actual == .cloud ? "Confluence Cloud" : "Confluence Data Center"
        return ConfluenceError(
            .wrongSite, "\(base) is \(name): set CONFLUENCE_DEPLOYMENT to \(actual.rawValue) or leave it out")
    }

    /// - Returns: `nil` when it redirects elsewhere or the answer is no sensible one.
    private func ask(_ url: HTTPURL) async throws(ConfluenceError) -> HTTPResponse? {
        var request = HTTPRequest(.get, url, maxBodyBytes: 1 << 20)
        request.headers["Accept"] = "application/json"
        request.deadlines.total = timeout
        let answer: HTTPResponse
        switch try await pace.turn(for: request, through: transport, time: time) {
        case .success(let response): answer = response
        case .failure(let error) where error.code == .redirectRefused || error.code == .tooLarge: return nil
        case .failure(let error): throw ConfluenceError(error)
        }
        // Neither says anything about what is there.
        guard answer.status != 429, answer.status != 503 else {
            throw ConfluenceError(
                answer.status == 429 ? .rateLimited : .serverError,
                "\(base) answers with status \(answer.status): it is busy or being restarted; try again later",
                status: answer.status, retryAfter: answer.headers.retryAfter())
        }
        return answer
    }

    private func json(_ answer: HTTPResponse?) -> JSON {
        guard let answer, answer.mediaType?.hasSuffix("json") == true else { return .null }
        return (try? JSONParser.parse(answer.body)) ?? .null
    }

    /// Atlassian's login framework on Data Center marks its answers.
    private func isSeraph(_ answer: HTTPResponse?) -> Bool {
        answer?.headers["X-Seraph-LoginReason"] != nil
            || answer?.headers["WWW-Authenticate"]?.hasPrefix("OAuth realm") == true
    }
}
