extension Router {
    /// The REST API of Confluence Data Center: what a reader uses.
    static let dataCenter = Router([scan] + dataCenterContent + dataCenterRest)

    /// `content/scan` is then taken for an id that nothing has.
    static let dataCenterWithoutScan = Router(dataCenterContent + dataCenterRest)

    private static let scan = Route("GET /rest/api/content/scan") { exchange, _ in try exchange.scan() }

    private static let dataCenterRest: [Route] = [
        Route("GET /rest/api/server-information") { exchange, _ in exchange.serverInformation() },
        Route("GET /rest/api/accessmode") { _, _ in .json("READ_WRITE") },
        Route("GET /rest/api/user") { exchange, _ in try exchange.userOfDataCenter() },
        Route("GET /rest/api/user/current") { exchange, _ in exchange.currentUserOfDataCenter() },
        Route("GET /rest/api/user/memberof") { exchange, _ in try exchange.memberOfOnDataCenter() },
        Route("GET /rest/api/user/list") { exchange, _ in
            try exchange.offsetPage(exchange.live.base.people.map { exchange.person($0.accountID) }, most: 200)
        },
        Route("GET /rest/api/group") { exchange, _ in
            try exchange.offsetPage(exchange.live.base.groups.map { exchange.groupJSON($0) }, most: 200)
        },
        Route("GET /rest/api/group/{name}/member") { try $0.membersOnDataCenter($1[0]) },
        Route("GET /rest/api/space") { exchange, _ in try exchange.spacesOfDataCenter() },
        Route("GET /rest/api/space/{key}") { try $0.spaceOfDataCenter($1[0]) },
        Route("GET /rest/api/space/{key}/content") { try $0.contentOfSpace($1[0]) },
        Route("GET /rest/api/space/{key}/content/{type}") { try $0.contentOfSpace($1[0], $1[1]) },
        Route("GET /rest/api/space/{key}/permissions") { try $0.permissionsOfSpace($1[0]) },
        Route("GET /rest/api/space/{key}/trash") { try $0.trashOfSpace($1[0]) },
        Route("GET /rest/api/space/{key}/labels") { exchange, _ in try exchange.offsetPage([], most: 200) },
        Route(servlet) { try $0.servletFile($1[0], $1[1]) },
    ]

    private static let dataCenterContent: [Route] = [
        Route("GET /rest/api/content") { exchange, _ in try exchange.contentOfDataCenter() },
        Route("GET /rest/api/content/search") { exchange, _ in try exchange.contentSearchByOffset() },
        Route("GET /rest/api/search") { exchange, _ in try exchange.searchByOffset() },
        Route("GET /rest/api/content/{id}") { try $0.contentByID($1[0]) },
        Route("GET /rest/api/content/{id}/history") { try $0.historyByID($1[0]) },
        Route("GET /rest/api/content/{id}/label") { try $0.labelsByID($1[0]) },
        Route("GET /rest/api/content/{id}/child/{type}") { try $0.childrenByID($1[0], $1[1]) },
        Route("GET /rest/api/content/{id}/descendant/{type}") { try $0.descendantsByID($1[0], $1[1]) },
        Route("GET /rest/api/content/{id}/restriction/byOperation") { try $0.restrictions($1[0], isKeyed: true) },
        Route("GET /rest/api/content/{id}/restriction/byOperation/{operation}") { try $0.restriction($1[0], $1[1]) },
        Route("GET /rest/api/content/{id}/restriction/relevantViewRestrictions") { try $0.viewRestrictions($1[0]) },
    ]
}
