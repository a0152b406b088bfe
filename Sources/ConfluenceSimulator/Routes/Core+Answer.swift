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
        if path.first == String(exchange.context.dropFirst()) {
            path = path.dropFirst()
        } else if exchange.isDataCenter || path.first != "_edge" {
            path = []
        }
        let dialect = Dialect(path, isDataCenter: exchange.isDataCenter)
        var name = dialect.nameOfUnknown
        var response: Response
        switch (exchange.isDataCenter ? Router.dataCenter : .cloud).find(request.method, path) {
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
        return response
    }

    private func perform(_ route: Route, _ values: [String], _ exchange: Exchange, _ dialect: Dialect) -> Response {
        let fault = fault(for: route.name, limit: exchange.query("limit").flatMap { Int($0) })
        if let early = fault?.insteadOfAnswer(exchange) { return early }
        if let refusal = refusal(route, exchange, dialect) { return fault?.spoiling(refusal) ?? refusal }
        let response: Response
        do {
            response = try route.answer(exchange, values)
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
        let fault = fault(for: "media", limit: nil)
        if let early = fault?.insteadOfAnswer(exchange) { return early }
        let file = exchange.mediaFile()
        return fault?.spoiling(file) ?? file
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
