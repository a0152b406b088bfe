/// How often each route was asked, and what that would have cost an OAuth app.
package struct RequestCounters: Sendable {
    package struct Route: Sendable {
        package var count = 0
        /// Answers with a status of 400 or more.
        package var failures = 0
    }

    /// By method and pattern: `GET /api/v2/pages/{id}`, below the base.
    package internal(set) var routes: [String: Route] = [:]
    /// Requests to the API, media downloads and control requests apart.
    package internal(set) var total = 0
    /// 1 a request, 1 an object returned, 2 an identity (Confluence Cloud, "Rate limiting", points).
    package internal(set) var points = 0
    /// Keys looked at to answer listings and searches.
    package internal(set) var examined = 0
    package internal(set) var mediaDownloads = 0
    /// Requests to the media host that carried an `Authorization` header.
    package internal(set) var leakedCredentials = 0

    /// Requests of an account that was told when to come back and came before. Its requests that were under way when it
    /// was told do not count (``SimulatorOptions/throttleGrace``).
    package internal(set) var earlyAfterThrottle = 0

    /// Files asked for, from the media host or on Data Center from the site itself.
    package var downloads: Int { mediaDownloads + count(Router.servlet) }

    package func count(_ route: String) -> Int { routes[route]?.count ?? 0 }

    mutating func note(_ route: String, _ response: Response) {
        total += 1
        points += 1 + response.objects + 2 * response.identities
        examined += response.examined
        routes[route, default: Route()].count += 1
        if response.status >= 400 { routes[route, default: Route()].failures += 1 }
    }

    var json: JSON {
        [
            "total": .int(total), "points": .int(points), "examined": .int(examined),
            "mediaDownloads": .int(mediaDownloads), "downloads": .int(downloads),
            "leakedCredentials": .int(leakedCredentials), "earlyAfterThrottle": .int(earlyAfterThrottle),
            "routes": .object(
                routes.sorted { $0.key < $1.key }.map {
                    ($0.key, ["count": .int($0.value.count), "failures": .int($0.value.failures)])
                }),
        ]
    }
}
