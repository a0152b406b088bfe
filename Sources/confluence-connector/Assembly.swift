import ConfluenceClient
import Foundation
import HTTPTransport
import JobQueue
import Logging
import RedisClient
import Sinks
import SyncEngine
import SyncState
import Telemetry
import TextExtraction

/// Builds the values a command works with out of the settings, and takes them down again.
struct Assembly: Sendable {
    let settings: Settings
    let redis: RedisClient
    let logger: Logger
    /// What this process counts.
    let metrics = Metrics()
    /// Whether it still turns.
    let pulse = Pulse()
    private let privateRedis: PrivateRedis?

    /// Connects to Redis, or starts the private one.
    /// - Parameter allowsEviction: also where keys may be dropped: to look at it, not to work.
    static func open(
        _ settings: Settings, allowsEviction: Bool = false, defaultLevel: Logger.Level = .info
    ) async throws -> Assembly {
        let logger = makeLogger(settings, defaultLevel)
        for notice in settings.notices {
            logger.warning("setting without effect", metadata: [LogKey.reason: "\(notice)"])
        }
        let privateRedis: PrivateRedis?
        let address: RedisAddress
        if let given = settings.redis {
            (privateRedis, address) = (nil, given)
        } else {
            let own = try await PrivateRedis.open(in: settings.dataDirectory, logger: logger)
            (privateRedis, address) = (own, own.address)
        }
        var options = RedisClient.Options(name: "confluence-connector")
        options.allowsEviction = allowsEviction || settings.allowsEviction
        let redis = RedisClient(address: address, options: options, logger: logger)
        do {
            try await redis.connect()
        } catch {
            await redis.close()
            try? await privateRedis?.close()
            throw error
        }
        return Assembly(settings: settings, redis: redis, logger: logger, privateRedis: privateRedis)
    }

    /// Opens, works and closes, whatever happens: for commands that only look at Redis.
    static func with(_ flags: SettingFlags, _ work: (Assembly) async throws -> Void) async throws {
        let assembly = try await open(try flags.load(needsSite: false), defaultLevel: .warning)
        let result = await Result { try await work(assembly) }
        await assembly.close()
        try result.get()
    }

    /// A role that works until it is told to stop, with its health door.
    /// - Parameter coordinates: it acts and speaks for the connector as a whole.
    static func run(
        _ flags: SettingFlags, coordinates: Bool, _ role: @Sendable @escaping (Assembly, Stations) async -> Void
    ) async throws {
        let assembly = try await open(try flags.load(needsSite: false))
        let signals = SignalWatch([SIGINT, SIGTERM])
        let result = await Result {
            try await assembly.withHealthDoor(coordinates: coordinates) {
                let stations = try await signals.unlessReceived {
                    try await assembly.stations(watchesSink: coordinates)
                }
                guard let stations else { return }
                _ = try? await signals.unlessReceived { await role(assembly, stations) }
            }
        }
        await assembly.close()
        try result.get()
    }

    func close() async {
        await redis.close()
        do {
            try await privateRedis?.close()
        } catch {
            logger.warning("the private Redis could not be stopped", metadata: [LogKey.reason: "\(sentence(error))"])
        }
    }

    /// As this process was told, or as another stored it; `nil`: nobody has said which site.
    func storedConnector() async throws -> StoredConnector? {
        guard settings.site != nil || settings.redis != nil || SecretKeyFile(directory: settings.dataDirectory).exists
        else {
            return nil
        }
        let store = ConnectorStore(redis: redis, fernet: try secretKey())
        let isStored = settings.site == nil ? try await store.load(settings.connectorID) != nil : false
        guard settings.site != nil || isStored else { return nil }
        return try await StoredConnector.current(settings, in: store)
    }

    var queue: JobQueue { JobQueue(redis: redis, connector: settings.connectorID, metrics: metrics) }
    var governor: Governor { Governor(redis: redis, metrics: metrics) }
    var registry: WorkerRegistry { WorkerRegistry(redis: redis) }

    func state() async throws -> SyncState {
        try await SyncState.open(redis: redis, connector: settings.connectorID)
    }

    /// The right to coordinate this connector.
    func leadership(_ holder: String) -> LeaderLease {
        LeaderLease(redis: redis, holder: holder, prefix: "cc:{\(settings.connectorID)}")
    }

    func worker(_ stations: Stations, name: String) -> Worker {
        Worker(
            id: name, stations: stations, registry: registry, concurrency: settings.workerConcurrency,
            leaseDuration: settings.workerLease, pulse: pulse)
    }

    /// What one process of those that coordinate does, beside the runs.
    func coordinator(_ stations: Stations, name: String, schedules: Scheduler.Schedules = [:]) -> Coordinator {
        let redis = redis
        let desk = RequestDesk(stations: stations, inbox: Inbox(redis: redis, consumer: name)) {
            Set((try await redis.send("SMEMBERS", "cc:connectors").array ?? []).compactMap(\.string))
        }
        return Coordinator(stations: stations, leadership: leadership(name), desk: desk, schedules: schedules)
    }

    /// Everything a role needs: the site is probed, the credentials are tried, the sink is checked.
    /// - Parameter watchesSink: whether this process, on behalf of all, notices that the documents are gone.
    func stations(watchesSink: Bool) async throws -> Stations {
        let store = ConnectorStore(redis: redis, fernet: try secretKey())
        let stored = try await StoredConnector.current(settings, in: store)
        let (client, user) = try await stored.client(governor)
        let sinkMeter = TransportMeter()
        let sink = try stored.sink(meter: sinkMeter, governor: governor)
        let state = try await state()
        let custody = Custody(
            state: state, queue: queue, sink: sink, site: client.site.webBase.description,
            formerSite: formerSite(client.site.deployment), logger: logger)
        try await custody.checkSite()
        try await custody.noteAccount(user)
        try await sink.check()
        if watchesSink { try await compareSink(custody) }
        // Only now: what was wrong would be wrong for all the others, too.
        if settings.site != nil { try await stored.save(as: settings.connectorID, in: store) }
        return Stations(
            connector: stored.connector(id: settings.connectorID), confluence: client, queue: queue, state: state,
            sink: sink, sinkMeter: sinkMeter, extractor: try await extractor(stored),
            logger: logger.with(LogKey.connector, settings.connectorID), metrics: metrics)
    }

    /// Without the programs beside this one no attachment could be read: said at the start, and not once a file.
    private func extractor(_ stored: StoredConnector) async throws -> TextExtractor? {
        guard let selection = stored.connector(id: settings.connectorID).attachments else { return nil }
        var extraction = settings.attachments.extraction
        extraction.kinds = selection.kinds
        extraction.maxTextBytes = stored.options.attachmentMaxTextBytes ?? extraction.maxTextBytes
        try stored.options.attachmentReading?.apply(to: &extraction)
        let extractor = try TextExtractor(settings: extraction)
        try await extractor.checkSandbox()
        return extractor
    }

    private func compareSink(_ custody: Custody) async throws {
        let name = processName()
        let own = LeaderLease(redis: redis, holder: name, prefix: "cc:{\(settings.connectorID)}:custody")
        try await custody.compareSink(own: own, leadership: leadership(name))
    }

    private func formerSite(_ deployment: Deployment) -> String? {
        settings.site?.formerAddress.map { ConfluenceSite($0, deployment: deployment).webBase.description }
    }

    /// Beside a private Redis the key is made once and kept next to it; an outside Redis needs it from outside, or every
    /// process would make its own.
    private func secretKey() throws -> Fernet {
        if let key = settings.secretKey { return try Fernet(key: key.reveal()) }
        if settings.redis == nil { return try Fernet(key: try SecretKeyFile(directory: settings.dataDirectory).key()) }
        throw SettingsError(problems: [
            "CONNECTOR_SECRET_KEY: is missing; with REDIS_URL every process needs the same one. A fresh one: \(Fernet.makeKey())"
        ])
    }

    private static func makeLogger(_ settings: Settings, _ level: Logger.Level) -> Logger {
        let format = settings.logFormat ?? (Terminal.isInteractive ? .text : .json)
        return Logger(label: "confluence-connector") {
            LineLogHandler(label: $0, level: settings.logLevel ?? level, format: format)
        }
    }
}
