extension Core {
    /// The answer to any request: control surface, API of the site, or an error in the shape of what was asked.
    func answer(_ request: Request) -> Response {
        if request.segments.first == "_simulator" { return control(request) }
        if let answer = answerOAuth(request) { return answer }
        var exchange = exchange(for: request)
        var path = request.segments[...]
        if !exchange.isDataCenter, path.starts(with: ["ex", "confluence", exchange.options.cloudID]) {
            exchange.prefix = "/" + path.prefix(3).joined(separator: "/")
            path = path.dropFirst(3)
        }
        let context = exchange.context.split(separator: "/").map(String.init)
        if path.starts(with: context) {
            path = path.dropFirst(context.count)
        } else if exchange.isDataCenter || path.first != "_edge" {
            path = []
        }
        countArrival(exchange)
        let dialect = Dialect(path, isDataCenter: exchange.isDataCenter)
        var name = dialect.nameOfUnknown
        var response: Response
        switch Router.of(exchange.options).find(request.method, path) {
        case .route(let route, let values):
            name = route.name
            response = perform(route, values, exchange, dialect)
        case .otherMethod:
            response = dialect.response(
                APIError(status: 405, code: "METHOD_NOT_ALLOWED", message: "Method Not Allowed"))
        case .nothing: response = unknown(exchange, path, dialect)
        }
        if !exchange.isDataCenter {
            response.headers.append(("atl-request-id", String(mix(0x51, Int64(exchange.live.editCount)), radix: 16)))
        }
        count(name, response)
        return exchange.options.compresses ? response.packed(for: request) : response
    }

    private func perform(_ route: Route, _ values: [String], _ exchange: Exchange, _ dialect: Dialect) -> Response {
        var exchange = exchange
        let target = FaultTarget(exchange, route, values)
        let fault = changeTroubles { $0.fault(for: target) }
        if let early = fault?.insteadOfAnswer(exchange) {
            if let fault, fault.fault == .throttle, let wait = fault.waitAsked {
                let (account, grace) = (exchange.account, exchange.options.throttleGrace)
                changeTroubles { $0.throttle(account, for: wait, grace: grace) }
            }
            return early
        }
        switch fault?.fault {
        case .tokenExpiry:
            let credentials = exchange.request.header("authorization") ?? ""
            changeTroubles { $0.expire(credentials: credentials) }
            exchange.viewer = nil
        case .shift:
            // An edit that the site cannot take is the test's mistake, and is seen by its having no effect.
            _ = try? edit(fault?.edits ?? [])
            let prefix = exchange.prefix
            exchange = self.exchange(for: exchange.request)
            exchange.prefix = prefix
        default: break
        }
        if let refusal = refusal(route, exchange, dialect) { return fault?.spoiling(refusal) ?? refusal }
        var response: Response
        do {
            if fault?.fault == .vanish { throw APIError.noContent(values.first ?? "") }
            response = try route.answer(exchange, values)
            if let fault, fault.fault == .brokenSearch, fault.itemID.map({ response.found.contains($0) }) ?? true {
                throw APIError(
                    status: fault.status ?? 500, code: "INTERNAL_SERVER_ERROR", message: "Internal Server Error")
            }
        } catch let error as APIError {
            response = dialect.response(error)
        } catch {
            response = dialect.response(
                APIError(status: 500, code: "INTERNAL_SERVER_ERROR", message: "\(error)"))
        }
        return fault?.spoiling(response) ?? response
    }

    /// What wrong or missing credentials get.
    private func refusal(_ route: Route, _ exchange: Exchange, _ dialect: Dialect) -> Response? {
        if route.name == "GET /_edge/tenant_info" { return nil }
        let unauthorized = APIError(status: 401, code: "UNAUTHORIZED", message: "Unauthorized")
        // Access tokens of OAuth are for the gateway alone.
        if exchange.isOAuth, exchange.viewer == nil || exchange.prefix.isEmpty {
            return .json(["code": 401, "message": "Unauthorized"], status: 401)
        }
        switch (exchange.viewer, dialect) {
        case (nil, .dataCenter):
            return unauthorized.dataCenter.adding("X-Seraph-LoginReason", "AUTHENTICATED_FAILED")
                .adding("WWW-Authenticate", "OAuth realm=\"\(PercentCoding.encode(exchange.base))\"")
        case (nil, _): return dialect.response(unauthorized).adding("WWW-Authenticate", "Basic realm=\"Confluence\"")
        case (.anonymous?, .dataCenter): return unauthorized.dataCenter
        case (.anonymous?, .cloudV1):
            return .json(
                ["message": "Current user not permitted to use Confluence", "statusCode": 403], status: 403)
        default: return nil
        }
    }

    private func unknown(_ exchange: Exchange, _ path: ArraySlice<String>, _ dialect: Dialect) -> Response {
        let uri = APIError(status: 404, code: "NOT_FOUND", message: "null for uri: \(exchange.request.rawPath)")
        switch dialect {
        case .cloudV1:
            guard Route.isPruned(Array(path.dropFirst(2))), !exchange.prefix.isEmpty else { return uri.v1 }
            return APIError(
                status: 410, code: "GONE",
                message: "com.atlassian.confluence.api.service.exceptions.GoneException: "
                    + "This deprecated endpoint has been removed."
            ).v1
        case .dataCenter: return uri.dataCenter
        case .cloudV2: return APIError.notFound.v2
        case .web: break
        }
        // The site's own pages, and the download servlet that has stopped taking API tokens.
        if path.first == "download", !exchange.isDataCenter {
            return Response.text("Unauthorized", status: 401)
                .adding("WWW-Authenticate", "OAuth realm=\"\(exchange.base)\"")
        }
        return .text("<html><title>Not found</title></html>", type: "text/html;charset=UTF-8", status: 404)
    }

    /// The media host: bytes for who holds the address, nothing for who shows credentials.
    func answerMedia(_ request: Request) -> Response {
        let exchange = exchange(for: request)
        let leaked = request.header("authorization") != nil
        countDownload(leaked: leaked)
        guard !leaked else { return .json(["error": "Authorization must not be sent here"], status: 400) }
        let signature = exchange.query("token") ?? ""
        if let status = changeTroubles({ $0.refusedSignatures[signature] }) {
            return .json(["error": "signature has expired"], status: status)
        }
        let file = exchange.query("attachment").flatMap { Int64($0) }
        let target = FaultTarget(route: "media", ids: file.map { [$0] } ?? [])
        let fault = changeTroubles { $0.fault(for: target) }
        if let fault, fault.fault == .expiredSignature {
            changeTroubles { $0.refuse(signature: signature, with: fault.refusalStatus) }
        }
        if let early = fault?.insteadOfAnswer(exchange) { return early }
        let answer = exchange.mediaFile()
        return fault?.spoiling(answer) ?? answer
    }
}

extension Route {
    /// Operations of v1 that Cloud has taken away because v2 replaces them.
    static func isPruned(_ path: [String]) -> Bool {
        switch path.first {
        case "space": return path.count <= 2 || ["content", "property"].contains(path[2])
        case "content":
            if path.count <= 2 { return true }
            return ["child", "label", "version", "property", "history"].contains(path[2])
        default: return false
        }
    }
}
