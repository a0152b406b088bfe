/// How a simulated Confluence behaves.
package struct SimulatorOptions: Sendable {
    package enum Deployment: String, Sendable, CaseIterable {
        /// `/wiki`, REST v2 and what remains of v1; the gateway's addresses too.
        case cloud
        /// `/confluence` or another context path, the REST API of Data Center.
        case dataCenter = "datacenter"
    }

    package var deployment = Deployment.cloud
    /// Data Center: what stands between origin and `/rest`; empty or beginning with a slash. Not to be changed later.
    package var contextPath = "/confluence"
    /// Basic credentials (on Data Center the token is also a personal access token); the account is the site's user with this
    /// e-mail address or user name, or one that sees everything.
    package var user = "connector@example.com"
    package var token = "simulator-token"
    /// Data Center: the token is taken as a personal access token (Bearer), as a password (Basic), or as both.
    package var takesAccessTokens = true
    package var takesPasswords = true
    /// Further accepted pairs of user and token.
    package var otherCredentials: [(user: String, token: String)] = []
    /// Credentials that are wrong are treated as no credentials, as Cloud sometimes does, instead of 401.
    package var treatsWrongCredentialsAsAnonymous = false
    /// The search index knows an edit only this long after it.
    package var indexLag: Duration = .zero
    /// The search index stays at the first so many edits; `nil`: it follows.
    package var indexFrozenAfterEdits: Int?
    /// Most results of a CQL page: with a body, without, with `export_view` or `styled_view`.
    package var cqlCaps = (body: 50, plain: 200, rendered: 25)
    /// Data Center: most results of a page of a search, without an expansion, with one, with a body.
    package var dataCenterCaps = (plain: 1000, expanded: 200, body: 50)
    /// Data Center: most results of any other listing.
    package var dataCenterListingCap = 500
    /// Data Center: `content/scan` is there; older servers answer 404.
    package var hasScan = true
    /// Data Center: spaces are `CURRENT` instead of `current`.
    package var hasCapitalSpaceStatus = false
    /// Data Center: the account may see permissions and trash of spaces.
    package var isSpaceAdministrator = false
    /// Offset of the accounts' time zone from UTC, for date literals in CQL; the server's own on Data Center.
    package var timeZoneMinutes = 0
    /// Requests that come this soon after a 429 were under way when it was sent.
    package var throttleGrace: Duration = .milliseconds(250)
    /// How long a signed address of the media host is good.
    package var signatureLifetime: Duration = .seconds(60)
    package var cloudID = "11111111-2222-3333-4444-555555555555"

    /// OAuth 2.0 (3LO): the one client, how long its access tokens are good, and how long a replaced refresh token.
    package var oauthClient = (id: "simulator-client", secret: "simulator-secret")
    package var oauthLifetime: Duration = .seconds(3600)
    package var oauthLeeway: Duration = .seconds(600)

    /// JSON goes as gzip to who takes it.
    package var compresses = true

    package init() {}

    /// Between origin and the API.
    package var context: String {
        if deployment == .cloud { return "/wiki" }
        let parts = contextPath.split(separator: "/")
        return parts.map { "/" + $0 }.joined()
    }
}
