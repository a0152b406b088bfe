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
            return parts[1] == options.token ? viewer(ofUser: options.user, in: state) : wrong
        }
        guard parts[0].lowercased() == "basic", let data = Data(base64Encoded: String(parts[1])) else { return wrong }
        let pair = String(decoding: data, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return wrong }
        let known = [(options.user, options.token)] + options.otherCredentials
        guard known.contains(where: { $0.0 == pair[0] && $0.1 == pair[1] }) else { return wrong }
        return viewer(ofUser: String(pair[0]), in: state)
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
