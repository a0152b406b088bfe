import ArgumentParser
import ConfluenceClient
import Foundation
import ConfluenceModel
import HTTPTransport
import Logging
import RedisClient
import Sinks
import SyncEngine
import TextExtraction

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks at everything a sync needs, and says what to do about what is wrong.",
        discussion: """
            Redis and the rights of its user, the sandbox that attachments are read in, Confluence and its credentials, the \
            sink. Changes nothing. Exit status 1 when something would keep a sync from working.
            """)

    @OptionGroup var flags: SettingFlags

    @Flag(help: "Print a JSON array.")
    var json = false

    func run() async throws {
        let settings = try flags.load(needsSite: false)
        var findings: [DoctorRow] = []
        do {
            let assembly = try await Assembly.open(settings, allowsEviction: true, defaultLevel: .error)
            findings += await RedisCheckup(redis: assembly.redis).findings().map(DoctorRow.init)
            findings += await site(assembly)
            await assembly.close()
        } catch {
            findings.append(
                DoctorRow("redis", "connection", .refuse, sentence(error), mend: "REDIS_URL=redis://HOST:6379"))
        }
        findings += await sandbox(settings)
        try print(findings, json: json, nothing: "nothing was looked at")
        if findings.contains(where: { $0.verdict == RedisFinding.Verdict.refuse.rawValue }) { throw ExitStatus.failed }
    }

    /// Logging in is all that can be tried without changing anything.
    private func site(_ assembly: Assembly) async -> [DoctorRow] {
        let stored: StoredConnector
        do {
            guard let known = try await assembly.storedConnector() else {
                return [
                    DoctorRow(
                        "confluence", "site", .notVerifiable, "none is given and none is stored",
                        mend:
                            "CONFLUENCE_URL=https://SITE.atlassian.net/wiki CONFLUENCE_USERNAME=… CONFLUENCE_API_TOKEN=…"
                    )
                ]
            }
            stored = known
        } catch {
            return [DoctorRow("confluence", "site", .refuse, sentence(error))]
        }
        var findings: [DoctorRow] = []
        do {
            let (client, user) = try await stored.client(assembly.governor)
            findings.append(
                DoctorRow(
                    "confluence", "login", .ok,
                    "\(client.site.webBase.description) (\(client.site.deployment.rawValue)) as \(printable(user.displayName))"
                ))
        } catch {
            findings.append(DoctorRow("confluence", "login", .refuse, sentence(error)))
        }
        do {
            let sink = try stored.sink(meter: TransportMeter(), governor: assembly.governor)
            try await sink.check()
            findings.append(DoctorRow("sink", stored.options.sink, .ok, sink.fingerprint))
        } catch {
            findings.append(DoctorRow("sink", stored.options.sink, .refuse, sentence(error)))
        }
        return findings
    }

    private func sandbox(_ settings: Settings) async -> [DoctorRow] {
        guard settings.attachments.selection != nil else {
            return [DoctorRow("attachments", "wanted", .ok, "no: CONFLUENCE_INCLUDE_ATTACHMENTS is false")]
        }
        do {
            let report = try await TextExtractor(settings: settings.attachments.extraction).report()
            let isStrict = settings.attachments.extraction.sandbox == .strict
            return report.layers.map { layer in
                DoctorRow(
                    "sandbox", layer.name, layer.fault == nil ? .ok : isStrict ? .refuse : .warn,
                    layer.fault ?? "holds")
            } + report.missing.map { DoctorRow("attachments", "program", .warn, $0) }
        } catch {
            return [DoctorRow("attachments", "extractor", .refuse, sentence(error))]
        }
    }
}

/// One thing that was looked at.
struct DoctorRow: Row {
    let area, name, verdict, seen: String
    let mend: String?

    init(_ area: String, _ name: String, _ verdict: RedisFinding.Verdict, _ seen: String, mend: String? = nil) {
        self.area = area
        self.name = name
        self.verdict = verdict.rawValue
        self.seen = seen
        self.mend = mend
    }

    init(_ finding: RedisFinding) {
        self.init("redis", finding.name, finding.verdict, finding.seen, mend: finding.mend)
    }

    var line: String {
        let word = ["ok": "ok", "warn": "warn", "refuse": "WRONG", "notVerifiable": "?"][verdict] ?? verdict
        let head = "\(word.padded(6)) \(area.padded(12)) \(name): \(printable(seen))"
        guard let mend, verdict != "ok" else { return head }
        return head + "\n       \(printable(mend))"
    }
}
