import ConfluenceClient
import ConnectorAPI
import Foundation
import HTTPTransport
import JobQueue
import Logging
import RedisClient
import Sinks
import SyncEngine
import Telemetry

/// Everything the process was told, checked, with all defaults filled in.
struct Settings: Sendable {
    /// `nil`: a private server in ``dataDirectory``.
    var redis: RedisAddress?
    /// Whether a Redis that may drop keys when its memory is full is worked with all the same.
    var allowsEviction: Bool
    var dataDirectory: String
    var connectorID: String
    var secretKey: Secret?
    /// `nil`: this process was told no site; workers then take what another process has stored in Redis.
    var site: SiteSettings?
    var selection: SpaceSelection
    var access: AccessPolicy
    var includeBlogs: Bool
    var attachments: AttachmentSettings
    var sink: SinkSettings
    var schedules: Scheduler.Schedules
    var workerConcurrency: Int
    /// `nil`: no health door.
    var healthListen: ListenAddress?
    var workerLease: Duration
    var logLevel: Logger.Level?
    var logFormat: LogFormat?
    /// Settings that were given and do nothing yet, each with a sentence.
    var notices: [String]

    /// - Throws: ``SettingsError`` with every problem at once.
    init(_ source: SettingSource, needsSite: Bool) throws(SettingsError) {
        var reader = SettingReader(source)
        redis = Self.redis(&reader)
        allowsEviction = reader.flag("REDIS_ALLOW_EVICTION", default: false)
        dataDirectory = reader.text("DATA_DIR") ?? ".connector"
        connectorID = Self.connectorID(&reader)
        secretKey = reader.text("CONNECTOR_SECRET_KEY").map(Secret.init)
        site = SiteSettings(&reader, isRequired: needsSite)
        selection = SpaceSelection(
            keys: reader.list("CONFLUENCE_SPACE_KEYS"),
            excludedKeys: reader.list("CONFLUENCE_EXCLUDE_SPACE_KEYS"),
            personal: reader.choice("CONFLUENCE_PERSONAL_SPACES", default: .include),
            includeArchived: reader.flag("CONFLUENCE_INCLUDE_ARCHIVED", default: false))
        access = AccessPolicy(
            restrictedContent: reader.choice("CONFLUENCE_RESTRICTED_CONTENT", default: .exclude),
            openGroups: Set(reader.list("OPEN_GROUPS")))
        includeBlogs = reader.flag("CONFLUENCE_INCLUDE_BLOGS", default: true)
        attachments = AttachmentSettings(&reader)
        sink = SinkSettings(&reader)
        schedules = [
            .incremental: reader.schedule("SYNC_SCHEDULE", default: .every(seconds: 4 * 3600)),
            .delta: reader.schedule("SYNC_DELTA_SCHEDULE", default: .every(seconds: 300)),
        ]
        workerConcurrency =
            reader.number("WORKER_CONCURRENCY", in: 1...256) ?? 2 * ProcessInfo.processInfo.activeProcessorCount
        healthListen = Self.listen("CONNECTOR_HEALTH_LISTEN", &reader)
        workerLease = reader.duration("WORKER_LEASE", default: .seconds(30), inSeconds: 2...600)
        logLevel = Self.logLevel(&reader)
        logFormat = reader.text("LOG_FORMAT") == nil ? nil : reader.choice("LOG_FORMAT", default: LogFormat.text)
        notices = Self.notices(reader)
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
    }

    private static func redis(_ reader: inout SettingReader) -> RedisAddress? {
        guard let text = reader.text("REDIS_URL") else { return nil }
        do {
            return try RedisAddress(url: text)
        } catch {
            reader.refuse("REDIS_URL", error.detail)
            return nil
        }
    }

    private static func connectorID(_ reader: inout SettingReader) -> String {
        let id = reader.text("CONNECTOR_ID") ?? "confluence"
        let isName =
            id.utf8.allSatisfy { $0 < 0x80 } && id.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
        if !isName || id.count > 64 {
            reader.refuse(
                "CONNECTOR_ID", "“\(id)” may only hold up to 64 letters, digits, dots, dashes and underscores")
        }
        return id
    }

    private static func listen(_ name: String, _ reader: inout SettingReader) -> ListenAddress? {
        guard let text = reader.text(name) else { return nil }
        guard let address = ListenAddress(text) else {
            reader.refuse(name, "“\(text)” is no address such as 127.0.0.1:8043, [::1]:8043 or :8043")
            return nil
        }
        return address
    }

    private static func logLevel(_ reader: inout SettingReader) -> Logger.Level? {
        reader.text("LOG_LEVEL") == nil ? nil : reader.choice("LOG_LEVEL", default: Logger.Level.info)
    }

    private static func notices(_ reader: SettingReader) -> [String] {
        Setting.all.compactMap { setting in
            guard let feature = setting.pending, reader.text(setting.variable) != nil else { return nil }
            return "\(setting.variable) has no effect: this version does not have \(feature) yet"
        }
    }
}

/// Everything that is wrong with the settings, a sentence each.
struct SettingsError: Error, CustomStringConvertible {
    let problems: [String]

    var description: String {
        let head = problems.count == 1 ? "one setting is wrong:" : "\(problems.count) settings are wrong:"
        return ([head] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
