package import HTTPTransport

/// How a connection shows who it is. Printing any of them shows no secret.
package enum ConfluenceCredentials: Sendable {
    /// Cloud: e-mail address and API token; Data Center: user name and password.
    case basic(user: String, secret: Secret)
    /// A personal access token, or any bearer token that does not change.
    case bearer(Secret)
    /// A token that is renewed from time to time (OAuth).
    case source(any BearerSource)
}

/// Where the current access token comes from; several processes may share it.
package protocol BearerSource: Sendable {
    func token() async throws -> Secret
    /// Confluence refused this token: renew it unless somebody already has.
    /// - Returns: `false` when there is no other one.
    func renew(refused: Secret) async throws -> Bool
}
