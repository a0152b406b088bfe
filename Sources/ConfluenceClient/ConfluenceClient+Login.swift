package import HTTPTransport

extension ConfluenceClient {
    /// Which credentials a user name with a secret make, found out by asking who we are. On Data Center the secret may be
    /// a personal access token or a password: first one, then the other is tried. On Cloud it is an API token.
    /// - Throws: `unauthorized` when neither is accepted.
    package static func login(
        _ site: ConfluenceSite, user: String, secret: Secret, transport: any HTTPTransport, pace: any Pace = NoPace()
    ) async throws(ConfluenceError) -> ConfluenceCredentials {
        let password = ConfluenceCredentials.basic(user: user, secret: secret)
        guard site.deployment == .datacenter else {
            _ = try await ConfluenceClient(site: site, credentials: password, transport: transport, pace: pace)
                .currentUser()
            return password
        }
        let token = ConfluenceCredentials.bearer(secret)
        do throws(ConfluenceError) {
            _ = try await ConfluenceClient(site: site, credentials: token, transport: transport, pace: pace)
                .currentUser()
            return token
        } catch {
            guard [.unauthorized, .forbidden, .notJSON, .redirected].contains(error.code) else { throw error }
        }
        _ = try await ConfluenceClient(site: site, credentials: password, transport: transport, pace: pace)
            .currentUser()
        return password
    }
}
