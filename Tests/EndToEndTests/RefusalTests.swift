import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

/// What goes wrong before anything is synced: one clear sentence, and the exit status of design §5.2.
@Suite("Refusals")
struct RefusalTests {
    @Test(
        "wrong surroundings end in one sentence and status 1",
        arguments: [
            (["CONFLUENCE_API_TOKEN": "wrong"], "token"),
            (["CONFLUENCE_URL": "http://127.0.0.1:9/wiki"], "127.0.0.1:9"),
            (["SINK_PATH": "/proc/nowhere"], "/proc/nowhere"),
        ])
    func surroundings(settings: [String: String], word: String) async throws {
        try await Stage.with(.sample, settings: settings) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 1)
            let sentences = ended.errors.split(separator: "\n").filter { $0.hasPrefix("confluence-connector:") }
            #expect(sentences.count == 1)
            #expect(sentences.first?.contains(word) == true, "\(ended.errors)")
            #expect(!ended.errors.contains("simulator-token"))
        }
    }

    @Test("a login page instead of JSON is called one")
    func loginPage() async throws {
        try await Stage.with(.sample) { stage in
            stage.simulator.add(try Fault(json: #"{"fault":"html","route":""}"#))
            let ended = try await stage.sync()
            #expect(ended.status == 1)
            #expect(ended.errors.contains("JSON"), "\(ended.errors)")
        }
    }

    @Test("a Redis that is not there is named")
    func noRedis() async throws {
        let settings = [
            "REDIS_URL": "redis://:secret-word@127.0.0.1:1",
            "CONNECTOR_SECRET_KEY": "bXktdGVzdC1rZXktb2YtZXhhY3RseS0zMi1ieXRlcyE=",
        ]
        try await Stage.with(.sample, settings: settings) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 1)
            #expect(ended.errors.contains("127.0.0.1:1"))
            #expect(!ended.errors.contains("secret-word"))
        }
    }

    @Test("an outside Redis without a key is refused, and a fresh key offered")
    func noKey() async throws {
        try await RedisServer.with { redis in
            try await Stage.with(.sample, settings: ["REDIS_URL": redis.url]) { stage in
                let ended = try await stage.sync()
                #expect(ended.status == 2)
                let offered = try #require(ended.errors.split(whereSeparator: \.isWhitespace).last)
                #expect(
                    Data(base64Encoded: String(offered).replacing("-", with: "+").replacing("_", with: "/"))?.count
                        == 32)
            }
        }
    }

    @Test("all wrong settings are named at once, with status 2")
    func settings() async throws {
        let wrong = [
            "CONFLUENCE_TIMEOUT": "soon", "CONFLUENCE_MAX_RPS": "-3", "SINK": "cupboard",
            "CONFLUENCE_INCLUDE_BLOGS": "perhaps",
            "CONFLUENCE_SPACE_KEY": "ENG", "LOG_LEVEL": "loud", "ATTACHMENT_TYPES": "pdf,images,papyrus",
            "ATTACHMENT_UNREAD": "burn", "ATTACHMENT_MAX_PER_PAGE": "0", "ATTACHMENT_NESTED": "deeply",
            "ARCHIVES": "open", "OCR": "monks", "OCR_LANGUAGES": "../eng", "TIKA_URL": "ftp://t", "TIKA_MODE": "always",
        ]
        try await Stage.with(.sample, settings: wrong) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 2)
            for name in wrong.keys { #expect(ended.errors.contains(name), "\(ended.errors)") }
            #expect(ended.errors.contains("CONFLUENCE_SPACE_KEYS?"))
        }
    }

    @Test(
        "sizes and times out of bounds are named, not computed with",
        arguments: [
            ["ATTACHMENT_MAX_BYTES": "99999999999GiB"], ["ATTACHMENT_MAX_BYTES": "9223372036854775807KiB"],
            ["ATTACHMENT_MAX_BYTES": "0"], ["ATTACHMENT_MAX_TEXT_BYTES": "2GiB"], ["CONFLUENCE_TIMEOUT": "1e300d"],
            ["CONFLUENCE_TIMEOUT": "999d"], ["CONFLUENCE_FORMER_URL": "nonsense"],
        ])
    func bounds(wrong: [String: String]) async throws {
        try await Stage.with(.sample, settings: wrong) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 2)
            for name in wrong.keys { #expect(ended.errors.contains("\(name):"), "\(ended.errors)") }
        }
    }

    @Test("a flag wins over the environment, and the environment over the file")
    func precedence() async throws {
        try await Stage.with(.sample, settings: ["SINK_PATH": "from-environment", "CONNECTOR_CONFIG": "settings.yaml"])
        { stage in
            try "sink_path: from-file\nconfluence_space_keys: [HR]\n".write(
                toFile: stage.folder + "/settings.yaml", atomically: true, encoding: .utf8)
            #expect(try await stage.sync("--sink-path", "from-flag").status == 0)
            #expect(FileManager.default.fileExists(atPath: stage.folder + "/from-flag/HR"))
            #expect(!FileManager.default.fileExists(atPath: stage.folder + "/from-flag/ENG"))
        }
    }

    @Test("a space key that matches nothing: the others sync, the nearest key is offered, status 3")
    func unknownSpace() async throws {
        try await Stage.with(.sample, settings: ["CONFLUENCE_SPACE_KEYS": "HR,OSP"]) { stage in
            let ended = try await stage.sync()
            #expect(ended.status == 3)
            let errors = try #require(try ended.report["errors"] as? [[String: Any]])
            #expect(errors.first?["code"] as? String == "space_not_found")
            #expect((errors.first?["message"] as? String)?.contains("OPS") == true)
            #expect(try stage.documents.values.contains { $0.string("space_key") == "HR" })
        }
    }

    @Test(
        "wrong usage is status 2",
        arguments: [["sync", "--delta", "--full"], ["sync", "--force"], ["frobnicate"], ["sync", "--redis-url"]])
    func usage(arguments: [String]) async throws {
        try await Stage.with(.sample) { stage in
            let ended = try await ConnectorProcess.run(arguments, in: stage.folder, environment: [:])
            #expect(ended.status == 2, "\(ended.errors)")
        }
    }
}
