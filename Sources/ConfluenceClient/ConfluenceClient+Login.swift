package import ConfluenceModel
package import HTTPTransport

extension ConfluenceClient {
    /// Which credentials a user name with a secret make, and whose, found out by asking who we are. On Data Center the secret may be
    /// a personal access token or a password: first one, then the other is tried. On Cloud it is an API token.
    /// - Throws: `unauthorized` when neither is accepted.
    package static func login(
        _ site: ConfluenceSite, user: String, secret: Secret, transport: any HTTPTransport, pace: any Pace = NoPace()
    ) async throws(ConfluenceError) -> (credentials: ConfluenceCredentials, user: User) {
        func who(_ credentials: ConfluenceCredentials) async throws(ConfluenceError) -> User {
            try await ConfluenceClient(site: site, credentials: credentials, transport: transport, pace: pace)
                .currentUser()
        }
        let password = ConfluenceCredentials.basic(user: user, secret: secret)
        guard site.deployment == .datacenter else {
            return (password, try await who(password))
        }
        let token = ConfluenceCredentials.bearer(secret)
        do throws(ConfluenceError) {
            return (token, try await who(token))
        } catch {
            guard [.unauthorized, .forbidden, .notJSON, .redirected].contains(error.code) else { throw error }
        }
        return (password, try await who(password))
    }
}
