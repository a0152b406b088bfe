/// In whose words an error is said.
enum Dialect: Sendable {
    case cloudV2
    case cloudV1
    case dataCenter
    /// Outside the APIs.
    case web

    /// - Parameter path: below the context.
    init(_ path: ArraySlice<String>, isDataCenter: Bool) {
        if path.starts(with: ["rest", "api"]) {
            self = isDataCenter ? .dataCenter : .cloudV1
        } else if path.starts(with: ["api", "v2"]), !isDataCenter {
            self = .cloudV2
        } else {
            self = isDataCenter && path.first == "download" ? .dataCenter : .web
        }
    }

    func response(_ error: APIError) -> Response {
        switch self {
        case .cloudV2, .web: error.v2
        case .cloudV1: error.v1
        case .dataCenter: error.dataCenter
        }
    }

    /// Counted under this name when no route fits.
    var nameOfUnknown: String {
        switch self {
        case .cloudV2: "other /api/v2"
        case .cloudV1, .dataCenter: "other /rest/api"
        case .web: "other"
        }
    }
}
