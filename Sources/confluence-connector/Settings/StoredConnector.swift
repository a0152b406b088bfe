import AttachmentModel
import ConfluenceClient
import ConfluenceModel
import Foundation
import HTTPTransport
import RedisClient
import Sinks
import SyncEngine
import SyncState
import TextExtraction

/// A connector as Redis keeps it, so that a worker needs no more than Redis and the secret key. The environment wins: what
/// a process was told, it writes.
struct StoredConnector: Sendable {
    struct Options: Codable, Sendable {
        var url: String
        var deployment: String?
        var spaceKeys: [String]
        var excludedSpaceKeys: [String]
        var personalSpaces: String
        var includeArchived: Bool
        var includeBlogs: Bool
        var restrictedContent: String
        var openGroups: [String]
        var sink: String
        var sinkPath: String
        var timeoutSeconds: Double
        var maxRequestsPerSecond: Int
        var maxConcurrency: Int?
        var authorityFile: String?
        /// Kinds; empty: none. Absent in records of earlier versions, like the two below.
        var attachmentKinds: [String]?
        var attachmentMaxBytes: Int?
        var attachmentMaxTextBytes: Int?
        var attachmentReading: AttachmentReading?
        /// With `lh42` as sink.
        var lh42Address: String?
        var lh42Collection: String?
        var lh42RequestsPerMinute: Int?
    }

    /// Exactly one of `token` and `accessToken`.
    struct Credentials: Codable, Sendable {
        var username: String?
        var token: String?
        var accessToken: String?
        var lh42Key: String?
    }

    let options: Options
    let credentials: Credentials

    /// What this process was told, or else what another wrote.
    /// - Throws: ``SettingsError`` when nobody has said which site, or what is stored is not to be trusted.
    static func current(_ settings: Settings, in store: ConnectorStore) async throws -> StoredConnector {
        if let site = settings.site { return StoredConnector(settings, site) }
        let id = settings.connectorID
        let once = "give CONFLUENCE_URL with its credentials, and LH42_API_KEY where it goes there, once more"
        let record: ConnectorRecord?
        do {
            record = try await store.load(id)
        } catch let error as SyncStateError where error.code == .unvouched {
            throw SettingsError(problems: ["CONFLUENCE_URL: \(error.detail); \(once)"])
        }
        guard let record else {
            throw SettingsError(problems: [
                "CONFLUENCE_URL: is missing, and no connector “\(id)” is stored in Redis; "
                    + "give CONFLUENCE_URL, CONFLUENCE_USERNAME and CONFLUENCE_API_TOKEN, or CONNECTOR_ID of a stored one"
            ])
        }
        guard let options = try? JSONDecoder().decode(Options.self, from: record.settings),
            let credentials = try? JSONDecoder().decode(Credentials.self, from: record.credentials)
        else {
            throw SettingsError(problems: ["CONFLUENCE_URL: the stored settings of \(id) cannot be read; \(once)"])
        }
        let problems = options.problems
        guard problems.isEmpty else {
            throw SettingsError(problems: problems.map { "\($0), as it is stored in Redis; \(once)" })
        }
        return StoredConnector(options: options, credentials: credentials)
    }

    /// Writes down for the others what this process was told.
    func save(as id: String, in store: ConnectorStore) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try await store.save(
            ConnectorRecord(
                id: id, settings: try encoder.encode(options), credentials: try encoder.encode(credentials)))
    }

    private init(options: Options, credentials: Credentials) {
        self.options = options
        self.credentials = credentials
    }

    private init(_ settings: Settings, _ site: SiteSettings) {
        options = Options(
            url: site.address.text, deployment: site.deployment?.rawValue, spaceKeys: settings.selection.keys,
            excludedSpaceKeys: settings.selection.excludedKeys, personalSpaces: settings.selection.personal.rawValue,
            includeArchived: settings.selection.includeArchived, includeBlogs: settings.includeBlogs,
            restrictedContent: settings.access.restrictedContent.rawValue,
            openGroups: settings.access.openGroups.sorted(),
            sink: settings.sink.choice.rawValue, sinkPath: settings.sink.path,
            timeoutSeconds: site.timeout / .seconds(1),
            maxRequestsPerSecond: site.maxRequestsPerSecond, maxConcurrency: site.maxConcurrency,
            authorityFile: site.authorityFile,
            attachmentKinds: settings.attachments.selection?.kinds.map(\.rawValue).sorted() ?? [],
            attachmentMaxBytes: settings.attachments.selection?.maxBytes,
            attachmentMaxTextBytes: settings.attachments.extraction.maxTextBytes,
            attachmentReading: AttachmentReading(settings.attachments),
            lh42Address: settings.sink.lh42?.address.text, lh42Collection: settings.sink.lh42?.collection,
            lh42RequestsPerMinute: settings.sink.lh42?.requestsPerMinute)
        credentials = Credentials(
            username: site.account, token: site.token?.reveal(), accessToken: site.accessToken?.reveal(),
            lh42Key: settings.sink.lh42?.key.reveal())
    }

    func connector(id: String) -> SyncEngine.Connector {
        SyncEngine.Connector(
            id: id,
            selection: SpaceSelection(
                keys: options.spaceKeys, excludedKeys: options.excludedSpaceKeys,
                personal: .init(rawValue: options.personalSpaces) ?? .include, includeArchived: options.includeArchived),
            access: AccessPolicy(
                restrictedContent: .init(rawValue: options.restrictedContent) ?? .exclude,
                openGroups: Set(options.openGroups)),
            includeBlogs: options.includeBlogs, attachments: attachments)
    }

    private var attachments: AttachmentSelection? {
        var selection = AttachmentSelection()
        if let names = options.attachmentKinds {
            guard !names.isEmpty else { return nil }
            selection.kinds = Set(names.compactMap(AttachmentKind.init(rawValue:)))
        }
        if let bytes = options.attachmentMaxBytes { selection.maxBytes = bytes }
        options.attachmentReading?.apply(to: &selection)
        return selection
    }

    /// - Parameters:
    ///   - meter: counts the sink's requests, if it makes any.
    ///   - governor: says when they may go.
    /// - Throws: ``SettingsError``: a sink that this version does not have, or that was stored without its key.
    func sink(meter: TransportMeter, governor: Governor) throws -> any Sink {
        switch SinkSettings.Choice(rawValue: options.sink) {
        case .directory: return DirectorySink(path: options.sinkPath)
        case .jsonl: return JSONLinesSink(path: options.sinkPath)
        case .lh42: return try lh42(meter, governor)
        case nil: throw SettingsError(problems: ["SINK: “\(options.sink)” is not a sink of this version"])
        }
    }

    private func lh42(_ meter: TransportMeter, _ governor: Governor) throws -> LH42Sink {
        guard let key = credentials.lh42Key, let address = options.lh42Address,
            let collection = LH42Collection(setting: options.lh42Collection ?? "")
        else { throw SettingsError(problems: ["LH42_API_KEY: is missing in the stored connector; give it again"]) }
        var limits = PaceState.Limits.lh42
        if let perMinute = options.lh42RequestsPerMinute { limits.rate = Double(perMinute) / 60 }
        let settings = LH42Settings(address: try HTTPURL(address), key: Secret(key), collection: collection)
        return LH42Sink(
            settings, transport: MeteredTransport(CurlTransport(), meter: meter),
            pace: governor.sink(settings.address, key: settings.key, limits))
    }

    /// A client that has shown that it can log in, and as whom. A site that is busy or being restarted is given half a
    /// minute or so.
    func client(_ governor: Governor) async throws -> (client: ConfluenceClient, user: User) {
        for delay in [2, 4, 8, 16] {
            do {
                return try await loggedIn(governor)
            } catch let error as ConfluenceError where error.code == .rateLimited || error.code == .serverError {
                try await Task.sleep(for: min(max(error.retryAfter ?? .zero, .seconds(delay)), .seconds(30)))
            }
        }
        return try await loggedIn(governor)
    }

    private func loggedIn(_ governor: Governor) async throws -> (client: ConfluenceClient, user: User) {
        var wire = CurlTransport.Settings()
        wire.caFile = options.authorityFile
        let transport = CurlTransport(wire)
        let timeout: Duration = .seconds(options.timeoutSeconds)
        func pace(_ base: HTTPURL, _ deployment: Deployment?) -> any Pace {
            let limits = PaceState.Limits(
                rate: Double(options.maxRequestsPerSecond),
                concurrency: options.maxConcurrency ?? (deployment == .datacenter ? 4 : 16))
            return governor.site(base, deployment, limits)
        }
        let address = try HTTPURL(options.url)
        let site = try await ConfluenceClient.probe(
            address, deployment: options.deployment.flatMap(Deployment.init(rawValue:)), transport: transport,
            pace: pace(address, nil), timeout: timeout)
        let pace = pace(site.base, site.deployment)
        func client(_ credentials: ConfluenceCredentials) -> ConfluenceClient {
            ConfluenceClient(
                site: site, credentials: credentials, transport: transport, pace: pace, timeout: timeout)
        }
        if let token = credentials.accessToken {
            let client = client(.bearer(Secret(token)))
            return (client, try await client.currentUser())
        }
        let login = try await ConfluenceClient.login(
            site, user: credentials.username ?? "", secret: Secret(credentials.token ?? ""), transport: transport,
            pace: pace)
        return (client(login.credentials), login.user)
    }
}
