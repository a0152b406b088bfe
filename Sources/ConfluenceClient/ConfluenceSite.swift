package import HTTPTransport

/// Which Confluence to talk to: the address below which `/rest/api` and, on Cloud, `/api/v2` lie.
package struct ConfluenceSite: Hashable, Sendable {
    package let deployment: Deployment
    /// Without trailing slash. Cloud: with `/wiki`; Data Center: with the context path, if there is one.
    package let base: HTTPURL
    /// What web links are relative to. Differs from ``base`` where requests go through the OAuth gateway.
    package let webBase: HTTPURL

    /// - Parameter base: as people paste it: `https://acme.atlassian.net`, with or without `/wiki`, or with the path of a
    ///   page after it; Data Center with its context path.
    package init(_ base: HTTPURL, deployment: Deployment, webBase: HTTPURL? = nil) {
        self.deployment = deployment
        self.base = Self.normalised(base, deployment: deployment)
        self.webBase = webBase.map { Self.normalised($0, deployment: deployment) } ?? self.base
    }

    /// The address that opens a listing's `webPath` in a browser.
    package func webAddress(of path: String) -> String {
        path.hasPrefix("http://") || path.hasPrefix("https://") ? path : webBase.description + path
    }

    /// Cloud: everything up to `/wiki`, which is added when missing. Data Center: what stands before the known pages.
    static func normalised(_ base: HTTPURL, deployment: Deployment) -> HTTPURL {
        var parts = base.path.split(separator: "/").map(String.init)
        switch deployment {
        case .cloud:
            if let wiki = parts.firstIndex(of: "wiki") {
                parts = Array(parts[...wiki])
            } else if parts.first == "ex" {
                parts.append("wiki")
            } else {
                parts = ["wiki"]
            }
        case .datacenter:
            let pages: Set<String> = ["display", "pages", "spaces", "rest", "plugins", "login.action", "index.action"]
            if let first = parts.firstIndex(where: { pages.contains($0) }) { parts = Array(parts[..<first]) }
        }
        return base.with(query: nil).with(path: parts.map { "/" + $0 }.joined())
    }
}
