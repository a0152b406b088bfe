import ConfluenceClient
import HTTPTransport

/// Which Confluence, and as whom.
struct SiteSettings: Sendable {
    enum DeploymentChoice: String, Sendable, CaseIterable { case auto, cloud, datacenter }

    var address: HTTPURL
    /// Of the same site before it moved.
    var formerAddress: HTTPURL?
    /// `nil`: found out by asking.
    var deployment: Deployment?
    /// With ``token``; or ``accessToken`` alone.
    var account: String?
    var token: Secret?
    var accessToken: Secret?
    var timeout: Duration
    var maxRequestsPerSecond: Int
    /// `nil`: by the deployment.
    var maxConcurrency: Int?
    var authorityFile: String?

    /// `nil` when no site is named and none is required, or when something is wrong: problems are left in the reader.
    init?(_ reader: inout SettingReader, isRequired: Bool) {
        timeout = reader.duration("CONFLUENCE_TIMEOUT", default: .seconds(60), inSeconds: SettingBounds.timeoutSeconds)
        maxRequestsPerSecond = reader.number("CONFLUENCE_MAX_RPS", in: SettingBounds.requestsPerSecond) ?? 30
        maxConcurrency = reader.number("CONFLUENCE_MAX_CONCURRENCY", in: SettingBounds.concurrency)
        authorityFile = reader.text("CONFLUENCE_CA_FILE")
        let choice: DeploymentChoice = reader.choice("CONFLUENCE_DEPLOYMENT", default: .auto)
        deployment = Deployment(rawValue: choice.rawValue)
        account = reader.text("CONFLUENCE_USERNAME")
        token = reader.text("CONFLUENCE_API_TOKEN").map(Secret.init)
        accessToken = reader.text("CONFLUENCE_PAT").map(Secret.init)
        let isNamed = reader.text("CONFLUENCE_URL") != nil
        if isRequired || isNamed { Self.check(account, token, accessToken, &reader) }
        formerAddress = Self.address("CONFLUENCE_FORMER_URL", &reader, isRequired: false)
        guard let address = Self.address("CONFLUENCE_URL", &reader, isRequired: isRequired) else { return nil }
        self.address = address
    }

    private static func address(_ name: String, _ reader: inout SettingReader, isRequired: Bool) -> HTTPURL? {
        guard let text = reader.text(name) else {
            if isRequired {
                reader.refuse(
                    name, "is missing; give the site's address, for example https://acme.atlassian.net/wiki"
                )
            }
            return nil
        }
        do {
            return try HTTPURL(text)
        } catch {
            reader.refuse(name, "\(error.detail); write for example https://acme.atlassian.net/wiki")
            return nil
        }
    }

    private static func check(
        _ account: String?, _ token: Secret?, _ accessToken: Secret?, _ reader: inout SettingReader
    ) {
        switch (account, token, accessToken) {
        case (_, nil, .some), (.some, .some, nil): break
        case (_, .some, .some):
            reader.refuse("CONFLUENCE_PAT", "is given beside CONFLUENCE_API_TOKEN; give one of them")
        case (nil, .some, nil):
            reader.refuse(
                "CONFLUENCE_USERNAME", "is missing; an API token needs the account's e-mail address or user name")
        case (.some, nil, nil): reader.refuse("CONFLUENCE_API_TOKEN", "is missing; the account needs an API token")
        case (nil, nil, nil):
            reader.refuse(
                "CONFLUENCE_API_TOKEN",
                "is missing; give CONFLUENCE_USERNAME and CONFLUENCE_API_TOKEN, or CONFLUENCE_PAT")
        }
    }
}
