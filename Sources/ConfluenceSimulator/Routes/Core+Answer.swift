extension Core {
    /// The answer to any request: control surface, API of the site, or an error in the shape of what was asked.
    func answer(_ request: Request) -> Response {
        if request.segments.first == "_simulator" { return control(request) }
        var exchange = exchange(for: request)
        var path = request.segments[...]
        if path.starts(with: ["ex", "confluence", exchange.options.cloudID]) {
            exchange.prefix = "/" + path.prefix(3).joined(separator: "/")
            path = path.dropFirst(3)
        }
        if path.first == "wiki" { path = path.dropFirst() } else if path.first != "_edge" { path = [] }
        let isV1 = path.starts(with: ["rest", "api"])
        var name = isV1 ? "other /rest/api" : path.starts(with: ["api", "v2"]) ? "other /api/v2" : "other"
        var response: Response
        switch Router.cloud.find(request.method, path) {
        case .route(let route, let values):
            name = route.name
            response = perform(route, values, exchange, isV1: isV1)
        case .otherMethod:
            let error = APIError(status: 405, code: "METHOD_NOT_ALLOWED", message: "Method Not Allowed")
            response = isV1 ? error.v1 : error.v2
        case .nothing: response = unknown(exchange, path, isV1: isV1)
        }
        response.headers.append(("atl-request-id", String(mix(0x51, Int64(exchange.live.editCount)), radix: 16)))
        count(name, response)
        return response
    }

    private func perform(_ route: Route, _ values: [String], _ exchange: Exchange, isV1: Bool) -> Response {
        let fault = fault(for: route.name, limit: exchange.query("limit").flatMap { Int($0) })
        if let early = fault?.insteadOfAnswer(exchange) { return early }
        let response: Response
        if exchange.viewer == nil, route.name != "GET /_edge/tenant_info" {
            let error = APIError(status: 401, code: "UNAUTHORIZED", message: "Unauthorized")
            response = (isV1 ? error.v1 : error.v2).adding("WWW-Authenticate", "Basic realm=\"Confluence\"")
        } else if case .anonymous = exchange.reader, isV1 {
            response = .json(
                ["message": "Current user not permitted to use Confluence", "statusCode": 403], status: 403)
        } else {
            do {
                response = try route.answer(exchange, values)
            } catch let error as APIError {
                response = isV1 ? error.v1 : error.v2
            } catch {
                let failure = APIError(status: 500, code: "INTERNAL_SERVER_ERROR", message: "\(error)")
                response = isV1 ? failure.v1 : failure.v2
            }
        }
        return fault?.spoiling(response) ?? response
    }

    private func unknown(_ exchange: Exchange, _ path: ArraySlice<String>, isV1: Bool) -> Response {
        if isV1, Route.isPruned(Array(path.dropFirst(2))) {
            let gone = APIError(
                status: exchange.prefix.isEmpty ? 404 : 410, code: "GONE",
                message: "com.atlassian.confluence.api.service.exceptions.GoneException: "
                    + "This deprecated endpoint has been removed.")
            return gone.v1
        }
        if isV1 {
            return APIError(status: 404, code: "NOT_FOUND", message: "null for uri: \(exchange.request.rawPath)").v1
        }
        if path.starts(with: ["api", "v2"]) { return APIError.notFound.v2 }
        // The site's own pages, and the download servlet that has stopped taking API tokens.
        if path.first == "download" {
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
        return exchange.mediaFile()
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
