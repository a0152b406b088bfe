import ConfluenceSimulator
import Foundation
import RedisClient
import TestSupport
import Testing

@Suite("Deletions that wait for a person", .serialized)
struct HeldDeletionTests {
    private func held(_ stage: Stage) async throws -> [[String: Any]] {
        let text = try await stage.ask("deletes", "list", "--json").output
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
    }

    @Test("rejected ones stay and are not asked about again; confirmed ones go, each after one more look")
    func rejectAndConfirm() async throws {
        try await Stage.with(.generated(pages: 160, spaces: 2, attachmentsPerPage: 0)) { stage in
            #expect(try await stage.sync().status == 0)
            let before = try stage.documents
            let key = try #require(stage.simulator.pages.first(where: \.isWanted)?.spaceKey)
            let parents = Set(stage.simulator.pages.flatMap { $0.ancestors.map(\.id) })
            let leaves = stage.simulator.pages.filter {
                $0.isWanted && $0.spaceKey == key && $0.kind == "page" && !parents.contains($0.id)
            }.map(\.id)
            try #require(leaves.count > 26)
            let gone = Array(leaves.prefix(25))
            for id in gone { try stage.simulator.edit(.trash(id)) }

            for _ in 0..<2 {
                let ended = try await stage.sync()
                #expect(ended.status == 3, "\(ended.errors)")
                #expect(try ended.count("held") == 25)
                #expect(try ended.count("deleted") == 0)
            }
            #expect(try stage.documents.count == before.count)
            let list = try await held(stage)
            #expect(list.count == 1 && list.first?["space_key"] as? String == key)
            #expect(list.first?["absent"] as? Int == 25 && list.first?["decision"] as? String == "waiting")

            #expect(try await stage.ask("deletes", "reject", key, "--json").output == "{\"rejected\":25}\n")
            for _ in 0..<2 {
                let ended = try await stage.sync()
                #expect(ended.status == 0, "\(ended.errors)")
                #expect(try ended.count("held") == 0)
            }
            #expect(try stage.documents.count == before.count)
            #expect(try await held(stage).first?["decision"] as? String == "rejected")

            // So many come back that the rest would be few enough to go unasked; they were rejected, and stay.
            for id in gone.prefix(15) { try stage.simulator.edit(.restore(id)) }
            #expect(try await stage.sync().status == 0)
            #expect(try stage.documents.count == before.count)
            #expect(try await held(stage).first?["absent"] as? Int == 10)

            for id in gone.prefix(15) + [leaves[25]] { try stage.simulator.edit(.trash(id)) }
            let more = try await stage.sync()
            #expect(more.status == 3, "\(more.errors)")
            #expect(try more.count("held") == 26)

            try stage.simulator.edit(.restore(gone[0]))
            #expect(try await stage.ask("deletes", "confirm", key, "--json").output == "{\"confirmed\":26}\n")
            let last = try await stage.sync()
            #expect(last.status == 0, "\(last.errors)")
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
            #expect(try stage.documents.count == before.count - 25)
            #expect(try await held(stage).isEmpty)
            let none = try await stage.ask("deletes", "confirm", key)
            #expect(none.status == 1)
            #expect(none.errors.contains("deletes list"), "\(none.errors)")
            #expect(try await stage.ask("deletes", "reject").status == 2)
        }
    }

    @Test("three spaces that vanish at once are held, and go when a person says so")
    func vanishedSpaces() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 5, attachmentsPerPage: 0)) { stage in
            #expect(try await stage.sync().status == 0)
            let before = try stage.documents
            let keys = Set(stage.simulator.pages.filter(\.isWanted).map(\.spaceKey)).sorted().prefix(3)
            for key in keys {
                var edit = SiteEdit(.space)
                edit.space = key
                edit.status = "trashed"
                try stage.simulator.edit(edit)
            }
            let ended = try await stage.sync()
            #expect(ended.status == 3, "\(ended.errors)")
            #expect(try stage.documents.count == before.count)
            #expect(try await held(stage).compactMap { $0["space_key"] as? String } == Array(keys))
            #expect(try await stage.ask("deletes", "confirm", "--all").status == 0)
            #expect(try await stage.sync().status == 0)
            #expect(try await stage.sync().status == 0)
            try stage.expectExact()
            #expect(try await held(stage).isEmpty)
        }
    }

    @Test("a record that cannot be right is passed over")
    func hostile() async throws {
        try await Stage.withRequests(.generated(pages: 10, spaces: 1)) { stage, requests in
            func record(_ absent: String) -> String {
                #"{"space":"7","key":"\u001b[2JX","name":"","ordinal":1,"absent":\#(absent),"all":5,"reason":"","#
                    + #""run":"r","sweep":1,"since":9223372036854775807,"decision":"waiting"}"#
            }
            for (space, text) in [
                ("1", "nonsense"), ("2", "{}"), ("7", record("9223372036854775807")), ("8", record("5")), ("9", "[[[["),
            ] {
                _ = try await requests.redis.send(
                    "HSET", "cc:{confluence}:held", RedisArgument(space), RedisArgument(text))
            }
            #expect(try await held(stage).isEmpty)
            _ = try await requests.redis.send("HSET", "cc:{confluence}:held", "7", RedisArgument(record("5")))
            let list = try await stage.ask("deletes", "list")
            #expect(list.status == 0 && !list.output.contains("\u{1b}"), "\(list.output) \(list.errors)")
            #expect(try await stage.ask("deletes", "reject", "--all").status == 0)
            #expect(try await stage.sync().status == 0)
        }
    }
}
