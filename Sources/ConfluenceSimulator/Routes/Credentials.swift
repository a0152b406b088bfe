import struct Foundation.Data

/// Who is asking.
enum Credentials {
    /// - Returns: `nil` when credentials were given and are wrong.
    static func viewer(of request: Request, _ options: SimulatorOptions, in state: SiteState) -> Viewer? {
        guard let header = request.header("authorization") else { return .anonymous }
        let wrong: Viewer? = options.treatsWrongCredentialsAsAnonymous ? .anonymous : nil
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return wrong }
        if parts[0].lowercased() == "bearer", options.deployment == .dataCenter {
            return parts[1] == options.token && options.takesAccessTokens
                ? viewer(ofUser: options.user, in: state) : wrong
        }
        guard parts[0].lowercased() == "basic", options.takesPasswords || options.deployment == .cloud,
            let data = Data(base64Encoded: String(parts[1]))
        else { return wrong }
        let pair = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return wrong }
        let (user, token) = (String(pair[0]), String(pair[1]))
        // On Data Center people log in with their user names; the address is taken too.
        let isMain =
            user == options.user || (options.deployment == .dataCenter && isNamed(user, options.user, in: state))
        if isMain, token == options.token { return viewer(ofUser: options.user, in: state) }
        guard options.otherCredentials.contains(where: { $0.user == user && $0.token == token }) else { return wrong }
        return viewer(ofUser: user, in: state)
    }

    private static func isNamed(_ name: String, _ user: String, in state: SiteState) -> Bool {
        state.base.people.contains { $0.username == name && $0.email == user }
    }

    static func bearer(_ request: Request) -> String? {
        guard let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") else { return nil }
        return String(header.dropFirst(7))
    }

    /// The account with this e-mail address or user name, or one that is no user of the site and sees everything.
    static func viewer(ofUser user: String, in state: SiteState) -> Viewer {
        let person = state.base.people.first { $0.email == user || $0.username == user }
        return state.viewer(for: person?.accountID ?? "simulator-administrator")
    }
}
