/// How a simulated Confluence behaves.
package struct SimulatorOptions: Sendable {
    /// Basic credentials; the account is the site's user with this e-mail address, or one that sees everything.
    package var user = "connector@example.com"
    package var token = "simulator-token"
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
    /// Offset of the accounts' time zone from UTC, for date literals in CQL.
    package var timeZoneMinutes = 0
    package var cloudID = "11111111-2222-3333-4444-555555555555"

    package init() {}
}
