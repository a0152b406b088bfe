/// One operation: its method and path below the context, `{…}` for what varies.
struct Route: Sendable {
    let name: String
    let method: String
    let pattern: [String]
    let answer: @Sendable (Exchange, [String]) throws -> Response

    init(_ name: String, _ answer: @escaping @Sendable (Exchange, [String]) throws -> Response) {
        self.name = name
        self.answer = answer
        let parts = name.split(separator: " ")
        method = String(parts[0])
        pattern = parts[1].split(separator: "/").map(String.init)
    }

    /// The parts of the path that vary, when it fits.
    func match(_ path: ArraySlice<String>) -> [String]? {
        guard path.count == pattern.count else { return nil }
        var values: [String] = []
        for (wanted, given) in zip(pattern, path) {
            if wanted.hasPrefix("{") { values.append(given) } else if wanted != given { return nil }
        }
        return values
    }
}

struct Router: Sendable {
    private let routes: [Int: [Route]]

    init(_ routes: [Route]) {
        self.routes = Dictionary(grouping: routes) { $0.pattern.count }
    }

    enum Finding {
        case route(Route, [String])
        /// The path exists for other methods.
        case otherMethod(String)
        case nothing
    }

    func find(_ method: String, _ path: ArraySlice<String>) -> Finding {
        var other: String?
        for route in routes[path.count] ?? [] {
            guard let values = route.match(path) else { continue }
            if route.method == method { return .route(route, values) }
            other = route.name
        }
        return other.map { .otherMethod($0) } ?? .nothing
    }

    static func of(_ options: SimulatorOptions) -> Router {
        if options.deployment == .cloud { return cloud }
        return options.hasScan ? dataCenter : dataCenterWithoutScan
    }

    /// Where files are downloaded on Data Center.
    static let servlet = "GET /download/attachments/{id}/{name}"
    static let searches: Set<String> = ["GET /rest/api/content/search", "GET /rest/api/search"]

    static let cloud = Router(
        cloudV2 + cloudV1 + [Route("GET /_edge/tenant_info") { exchange, _ in exchange.tenantInfo() }])
}
