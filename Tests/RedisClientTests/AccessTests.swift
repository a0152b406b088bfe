import Foundation
import RedisClient
import TestSupport
import Testing

@Suite("Redis access rights")
struct AccessTests {
    @Test("the line allows one user the keys of the prefix and the commands listed")
    func line() {
        let line = RedisAccess.line(user: "someone", password: "word", prefix: "a*b")
        #expect(line.hasPrefix("ACL SETUSER someone reset on >word ~a\\*b:* &a\\*b:* +acl|whoami +asking "))
        #expect(!line.contains("@"))
    }

    /// Words of commands as scripts quote them, and as sources begin a command with them. A word counts when a real server
    /// has a command of that name.
    @Test("the list holds exactly the commands that the scripts and sources send")
    func mechanical() async throws {
        let known = try await withClient { client, _ in
            Set((try await client.send("COMMAND", "LIST").array ?? []).compactMap { $0.string?.lowercased() })
        }
        var used: Set<String> = []
        let sources = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        while let file = files.nextObject() as? URL {
            let text =
                ["lua", "swift"].contains(file.pathExtension) ? try String(contentsOf: file, encoding: .utf8) : ""
            // The first word of a command, and the second where the first is a family.
            func note(_ first: Substring, _ second: Substring?) {
                let name = first.lowercased()
                let isFamily = ["acl", "client", "cluster", "config", "script", "xgroup", "xinfo"].contains(name)
                used.insert(isFamily ? "\(name)|\((second ?? "").lowercased())" : name)
            }
            if file.pathExtension == "lua" {
                for match in text.matches(of: /'([A-Z]{2,})'(?:,\s*'([A-Z-]{2,})')?/) { note(match.1, match.2) }
            } else if text.contains("import RedisClient") || Self.speaks(file) {
                for match in text.matches(of: /[\[(]\s*"([A-Z]{2,})"(?:,\s*"([A-Z-]{2,})")?/) { note(match.1, match.2) }
            }
        }
        used = used.filter { known.contains($0.prefix { $0 != "|" }.description) && $0 != "auth" }
        let listed = Set(RedisAccess.commands)
        #expect(used.subtracting(listed).sorted() == [], "add these to RedisAccess.samples")
        #expect(listed.subtracting(used).sorted() == ["acl|whoami"], "take these out of RedisAccess.samples")
    }

    /// What a process sends while it works; not the private server's owner, and not the checkup, which makes do with less.
    private static func speaks(_ file: URL) -> Bool {
        let path = file.path
        return path.contains("/RedisClient/") && !path.contains("/Checkup/") && !path.contains("/PrivateRedis")
            && !path.hasSuffix("/CommandKey.swift")
    }
}
