import Foundation

/// Tokens given out for OAuth 2.0 (3LO): one client, refresh tokens that rotate and are tolerated for a while after.
struct OAuthGrants: Sendable {
    private struct Refresh: Sendable {
        var user: String
        /// When a newer one replaced it.
        var replaced: ContinuousClock.Instant?
    }

    private var codes: [String: String] = [:]
    private var access: [String: (user: String, expires: ContinuousClock.Instant)] = [:]
    private var refreshes: [String: Refresh] = [:]
    private var issued: Int64 = 0

    struct Refusal: Error {
        var status: Int
        var error: String
        var description: String
    }

    private mutating func token(_ kind: String) -> String {
        issued += 1
        return "\(kind)-\(issued)-" + String(UInt64.random(in: 0...(.max)), radix: 36)
    }

    /// The user has agreed.
    mutating func code(for user: String) -> String {
        let code = token("code")
        codes[code] = user
        return code
    }

    /// Answers the token endpoint (Atlassian, "OAuth 2.0 (3LO) apps").
    mutating func answer(_ form: [String: String], _ options: SimulatorOptions) throws(Refusal) -> JSON {
        guard form["client_id"] == options.oauthClient.id, form["client_secret"] == options.oauthClient.secret else {
            throw Refusal(status: 401, error: "access_denied", description: "Unauthorized")
        }
        switch form["grant_type"] {
        case "authorization_code":
            guard let user = codes.removeValue(forKey: form["code"] ?? "") else {
                throw Refusal(status: 403, error: "invalid_grant", description: "Invalid authorization code")
            }
            return grant(user, options)
        case "refresh_token":
            let given = form["refresh_token"] ?? ""
            let rotated = Refusal(status: 403, error: "unauthorized_client", description: "refresh_token is invalid")
            guard var refresh = refreshes[given] else { throw rotated }
            if let replaced = refresh.replaced, ContinuousClock.now - replaced > options.oauthLeeway { throw rotated }
            if refresh.replaced == nil { refresh.replaced = .now }
            refreshes[given] = refresh
            return grant(refresh.user, options)
        default: throw Refusal(status: 403, error: "unsupported_grant_type", description: "grant_type")
        }
    }

    private mutating func grant(_ user: String, _ options: SimulatorOptions) -> JSON {
        let token = token("access")
        let refresh = self.token("refresh")
        access[token] = (user, ContinuousClock.now + options.oauthLifetime)
        refreshes[refresh] = Refresh(user: user)
        return [
            "access_token": .string(token), "refresh_token": .string(refresh),
            "expires_in": .int(options.oauthLifetime.components.seconds), "token_type": "Bearer",
            "scope": "offline_access read:page:confluence read:space:confluence",
        ]
    }

    /// Who holds this access token, while it is good.
    func user(holding token: String) -> String? {
        guard let grant = access[token], grant.expires > .now else { return nil }
        return grant.user
    }
}
