import ConfluenceModel
import Foundation
import RedisClient
import SyncState
import TestSupport
import Testing

@Suite("The state of a connector", .redis)
struct SyncStateTests {
    private let connector = "s\(UInt32.random(in: 0 ... .max))"

    private func key(_ name: String) -> RedisArgument { RedisArgument("cc:{\(connector)}:\(name)") }

    private func open() async throws -> (RedisClient, SyncState) {
        let redis = try await RedisSuite.client()
        return (redis, try await SyncState.open(redis: redis, connector: connector))
    }

    @Test("who opens first founds the state")
    func founding() async throws {
        let (redis, first) = try await open()
        #expect(first.isNew)
        #expect(try await !SyncState.open(redis: redis, connector: connector).isNew)
    }

    @Test(
        "a state of a later version is refused, an unreadable one too",
        arguments: [("3", SyncStateError.Code.newerSchema), ("x", .damaged)])
    func schemas(schema: String, code: SyncStateError.Code) async throws {
        let (redis, _) = try await open()
        _ = try await redis.send("HSET", key("meta"), "schema", RedisArgument(schema))
        await #expect {
            try await SyncState.open(redis: redis, connector: connector)
        } throws: { error in
            (error as? SyncStateError)?.code == code
        }
    }

    @Test("what schema 1 kept in buckets is moved, whoever opens first, and nothing newer is overwritten")
    func buckets() async throws {
        let redis = try await RedisSuite.client()
        let old = KnownObject(
            checkpoint: Checkpoint(version: 3, pipeline: 1, spaceOrdinal: 2),
            receipt: Receipt(version: 3, contentHash: [UInt8](repeating: 4, count: 32), documentID: "d"))
        let new = KnownObject(checkpoint: Checkpoint(version: 9, pipeline: 1, spaceOrdinal: 2))
        _ = try await redis.send("HSET", key("meta"), "schema", "1", "buckets", "6")
        for (bucket, id) in [("0", "1"), ("0", "2"), ("63", "3"), ("7", "4")] {
            _ = try await redis.send(
                "HSET", key("ck:" + bucket), RedisArgument(id), RedisArgument(old.checkpoint.bytes))
            let receipt = old.receipt?.bytes ?? []
            if id != "2" {
                _ = try await redis.send("HSET", key("rc:" + bucket), RedisArgument(id), RedisArgument(receipt))
            }
        }
        _ = try await redis.send("HSET", key("ck:5"), "5", "odd")
        _ = try await redis.send("HSET", key("ck"), "4", RedisArgument(new.bytes))

        let connector = connector
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...3 {
                group.addTask {
                    let state = try await SyncState.open(redis: redis, connector: connector)
                    #expect(!state.isNew)
                    let ids = (1...5).map { ContentID("\($0)") }
                    let bare = KnownObject(checkpoint: old.checkpoint)
                    #expect(try await state.known(ids) == [ids[0]: old, ids[1]: bare, ids[2]: old, ids[3]: new])
                }
            }
            try await group.waitForAll()
        }
        for name in ["ck:0", "rc:0", "ck:63", "rc:63", "ck:5"] {
            #expect(try await redis.send("EXISTS", key(name)).int == 0)
        }
        #expect(try await redis.send("HMGET", key("meta"), "schema", "buckets").array?.map(\.string) == ["2", nil])
    }

    @Test("a move that was cut short is taken up where it stands, and of two the higher version stays")
    func interruptedMove() async throws {
        let redis = try await RedisSuite.client()
        func known(_ version: UInt32) -> KnownObject {
            KnownObject(
                checkpoint: Checkpoint(version: version, pipeline: 1, spaceOrdinal: 2),
                receipt: Receipt(
                    version: version, contentHash: [UInt8](repeating: 4, count: 32), documentID: "d\(version)"))
        }
        // Schema 2 from the first step on: what knows schema 1 alone refuses it.
        _ = try await redis.send("HSET", key("meta"), "schema", "2", "buckets", "1")
        for (id, moved, left) in [("1", 3, 7), ("2", 7, 3), ("3", 5, 5)] {
            _ = try await redis.send("HSET", key("ck"), RedisArgument(id), RedisArgument(known(UInt32(moved)).bytes))
            let old = known(UInt32(left))
            _ = try await redis.send("HSET", key("ck:1"), RedisArgument(id), RedisArgument(old.checkpoint.bytes))
            _ = try await redis.send("HSET", key("rc:1"), RedisArgument(id), RedisArgument(old.receipt?.bytes ?? []))
        }
        let state = try await SyncState.open(redis: redis, connector: connector)
        let found = try await state.known(["1", "2", "3"].map { ContentID($0) })
        #expect(found == [ContentID("1"): known(7), ContentID("2"): known(7), ContentID("3"): known(5)])
        #expect(try await redis.send("HGET", key("meta"), "buckets").isNull)
    }

    @Test("a state of schema 1 without a number of buckets is refused", arguments: [nil, "abc", "25", "-1"])
    func damagedBuckets(buckets: String?) async throws {
        let redis = try await RedisSuite.client()
        _ = try await redis.send("HSET", key("meta"), "schema", "1")
        if let buckets { _ = try await redis.send("HSET", key("meta"), "buckets", RedisArgument(buckets)) }
        await #expect {
            try await SyncState.open(redis: redis, connector: connector)
        } throws: { ($0 as? SyncStateError)?.code == .damaged }
        #expect(try await redis.send("HGET", key("meta"), "schema").string == "1")
    }

    @Test("a person's word on held deletions outlives schema 1")
    func decisions() async throws {
        let redis = try await RedisSuite.client()
        _ = try await redis.send("HSET", key("meta"), "schema", "1", "buckets", "0")
        for (space, isRejected) in [("1", true), ("2", false)] {
            let entry = """
                {"space":"\(space)","key":"K\(space)","name":"n","ordinal":1,"absent":30,"all":40,"reason":"many",\
                "run":"r","sweep":3,"since":1700000000000,"isRejected":\(isRejected)}
                """
            _ = try await redis.send("HSET", key("held"), RedisArgument(space), RedisArgument(entry))
        }
        let state = try await SyncState.open(redis: redis, connector: connector)
        let held = try await state.heldDeletions()
        #expect(held.map(\.decision) == [.rejected, .waiting] && held.map(\.absent) == [30, 30])
    }

    @Test("sweeps count up and wrap without the zero")
    func sweeps() async throws {
        let (redis, state) = try await open()
        #expect(try await state.currentSweep() == 0)
        #expect(try await state.beginSweep() == 1)
        #expect(try await state.beginSweep() == 2)
        #expect(try await state.currentSweep() == 2)
        _ = try await redis.send("HSET", key("meta"), "sweeps", "65534")
        #expect(try await state.beginSweep() == 65535)
        #expect(try await state.beginSweep() == 1)
    }

    @Test("checkpoints and receipts are read in bulk; what is unreadable is unknown")
    func bulk() async throws {
        let (redis, state) = try await open()
        let ids = (1...300).map { ContentID("\($0)") }
        for id in ids.prefix(200) {
            let checkpoint = Checkpoint(version: UInt32(id.rawValue) ?? 0, pipeline: 1, spaceOrdinal: 1)
            _ = try await redis.send("HSET", key("ck"), RedisArgument(id.rawValue), RedisArgument(checkpoint.bytes))
        }
        _ = try await redis.send("HSET", key("ck"), "1", "odd")
        let found = try await state.checkpoints(ids)
        #expect(found.count == 199)
        #expect(found[ContentID("150")]?.version == 150)
        #expect(try await state.checkpoint(ContentID("1")) == nil)
        let receipt = Receipt(version: 3, contentHash: [UInt8](repeating: 4, count: 32), documentID: "d")
        let adoption = Adoption(kind: .page, receipt: receipt)
        try await state.adopt([ids[0]: adoption, ids[1]: adoption])
        #expect(try await state.known(ids).compactMapValues(\.receipt) == [ids[0]: receipt, ids[1]: receipt])
        #expect(try await state.known([]) == [:])
    }

    @Test("the walk finds what a sweep has not seen, in the spaces asked for")
    func walk() async throws {
        let (redis, state) = try await open()
        for number in 1...2000 {
            let id = ContentID("\(number)")
            let checkpoint = Checkpoint(
                version: 1, pipeline: 1, spaceOrdinal: UInt16(number % 3), sweep: number % 5 == 0 ? 7 : 8)
            _ = try await redis.send(
                "HSET", key("ck"), RedisArgument(id.rawValue),
                RedisArgument(checkpoint.bytes))
        }
        var all = 0
        try await state.walk { all += $0.count }
        #expect(all == 2000)
        var found: Set<Int> = []
        try await state.unmarked(sweep: 8, ordinals: [1, 2]) { part in
            found.formUnion(part.compactMap { Int($0.id.rawValue) })
        }
        #expect(found == Set((1...2000).filter { $0 % 5 == 0 && $0 % 3 != 0 }))
    }

    @Test("spaces get ordinals that stay, and keep what is learnt of them")
    func spaces() async throws {
        let (_, state) = try await open()
        let team = Space(id: SpaceID("10"), key: "TEAM", name: "Team", type: "global")
        let ann = Space(id: SpaceID("11"), key: "~ann", name: "Ann / \"A\"", type: "personal")
        #expect(try await state.register([team, ann]) == [team.id: 1, ann.id: 2])
        var renamed = team
        renamed.name = "The team"
        #expect(try await state.register(renamed) == 1)
        #expect(try await state.register(Space(id: SpaceID("12"), key: "X", name: "", type: "global")) == 3)
        try await state.setWatermark(1_700_000_000_123, of: team.id, for: "delta")
        try await state.setWatermark(1_600_000_000_000, of: team.id, for: "sweep")
        try await state.setComplete(sweep: 9, at: 1_700_000_000_456, objects: 12, of: team.id)
        try await state.setClosed(since: 5, of: ann.id)
        var spaces = try await state.spaces()
        #expect(spaces.count == 3)
        #expect(spaces[team.id]?.name == "The team" && spaces[team.id]?.ordinal == 1)
        #expect(spaces[team.id]?.watermarks == ["delta": 1_700_000_000_123, "sweep": 1_600_000_000_000])
        #expect(spaces[team.id]?.lastCompleteSweep == 9 && spaces[team.id]?.sweptAt == 1_700_000_000_456)
        #expect(spaces[team.id]?.objects == 12 && spaces[ann.id]?.objects == 0)
        #expect(spaces[ann.id]?.name == "Ann / \"A\"" && spaces[ann.id]?.closedSince == 5)
        try await state.setClosed(since: nil, of: ann.id)
        try await state.forget(team.id)
        spaces = try await state.spaces()
        #expect(spaces[ann.id]?.closedSince == nil && spaces[team.id] == nil)
        #expect(try await state.register(team) == 4)
        await #expect(throws: SyncStateError.self) {
            try await state.register(Space(id: SpaceID("1/2"), key: "X", name: "", type: ""))
        }
    }

    @Test("more spaces than ordinals are refused")
    func tooManySpaces() async throws {
        let (redis, state) = try await open()
        _ = try await redis.send("HSET", key("meta"), "ordinals", "65535")
        await #expect {
            try await state.register(Space(id: SpaceID("1"), key: "X", name: "", type: ""))
        } throws: {
            ($0 as? SyncStateError)?.code == .tooManySpaces
        }
    }

    @Test("restrictions are kept by content, in bulk")
    func restrictions() async throws {
        let (_, state) = try await open()
        let all = Dictionary(uniqueKeysWithValues: (1...1500).map { (ContentID("\($0)"), "user:\($0)|group:ä") })
        try await state.setRestrictions(all)
        #expect(try await state.restrictions() == all)
        try await state.removeRestrictions((2...1500).map { ContentID("\($0)") })
        #expect(try await state.restrictions() == [ContentID("1"): "user:1|group:ä"])
        #expect(try await state.restrictions(of: [ContentID("1"), ContentID("2")]).count == 1)
    }

    @Test("the sink's fingerprint is kept")
    func sink() async throws {
        let (_, state) = try await open()
        #expect(try await state.sinkFingerprint() == nil)
        try await state.setSinkFingerprint("lh42|https://…|c1")
        #expect(try await state.sinkFingerprint() == "lh42|https://…|c1")
    }
}

@Suite("Connectors: settings, and credentials that are sealed", .redis)
struct ConnectorStoreTests {
    private let id = "c\(UInt32.random(in: 0 ... .max))"

    @Test("credentials are sealed in Redis, and read by who has the key")
    func roundTrip() async throws {
        let redis = try await RedisSuite.client()
        let key = Fernet.makeKey()
        let store = ConnectorStore(redis: redis, fernet: try Fernet(key: key))
        let record = ConnectorRecord(id: id, settings: Data("{\"a\":1}".utf8), credentials: Data("t0ken".utf8))
        try await store.save(record)
        let stored = try await redis.send("HGETALL", RedisArgument("cc:{\(id)}:conf")).map ?? [:]
        #expect(stored["settings"]?.string == "{\"a\":1}")
        #expect(stored["credentials"]?.string?.hasPrefix("gAAAA") == true)
        let loaded = try #require(try await ConnectorStore(redis: redis, fernet: try Fernet(key: key)).load(id))
        #expect(loaded.credentials == Data("t0ken".utf8) && loaded.settings == record.settings)
        #expect(try await store.ids().contains(id))
        #expect(try await store.load("nobody") == nil)
    }

    @Test("a process with another key is refused before it reads or writes")
    func otherKey() async throws {
        let redis = try await RedisSuite.client()
        let record = ConnectorRecord(id: id, settings: Data("{}".utf8), credentials: Data("t".utf8))
        try await ConnectorStore(redis: redis, fernet: try Fernet(key: Fernet.makeKey())).save(record)
        let stranger = ConnectorStore(redis: redis, fernet: try Fernet(key: Fernet.makeKey()))
        await #expect { try await stranger.load(id) } throws: { ($0 as? SyncStateError)?.code == .otherKey }
        await #expect { try await stranger.save(record) } throws: { ($0 as? SyncStateError)?.code == .otherKey }
    }

    @Test("credentials are not handed out with settings that they were not stored with")
    func vouching() async throws {
        let redis = try await RedisSuite.client()
        let fernet = try Fernet(key: Fernet.makeKey())
        let store = ConnectorStore(redis: redis, fernet: fernet)
        let conf = RedisArgument("cc:{\(id)}:conf")
        try await store.save(ConnectorRecord(id: id, settings: Data("here".utf8), credentials: Data("t".utf8)))
        _ = try await redis.send("HSET", conf, "settings", "elsewhere")
        await #expect { try await store.load(id) } throws: { ($0 as? SyncStateError)?.code == .unvouched }

        // The seal of another connector, with its settings.
        try await store.save(ConnectorRecord(id: id + "x", settings: Data("there".utf8), credentials: Data("t".utf8)))
        let theirs = try await redis.send("HGET", RedisArgument("cc:{\(id)x}:conf"), "credentials").string ?? ""
        _ = try await redis.send("HSET", conf, "settings", "there", "credentials", RedisArgument(theirs))
        await #expect { try await store.load(id) } throws: { ($0 as? SyncStateError)?.code == .unvouched }

        // As earlier versions wrote it, and no credentials at all.
        _ = try await redis.send("HSET", conf, "credentials", RedisArgument(try fernet.seal(Data("{}".utf8))))
        await #expect { try await store.load(id) } throws: { ($0 as? SyncStateError)?.code == .unvouched }
        _ = try await redis.send("HDEL", conf, "credentials")
        await #expect(throws: SyncStateError.self) { try await store.load(id) }
    }

    @Test("removing a connector leaves nothing of it, and all of its neighbours")
    func removal() async throws {
        let redis = try await RedisSuite.client()
        let fernet = try Fernet(key: Fernet.makeKey())
        let store = ConnectorStore(redis: redis, fernet: fernet)
        for name in [id, id + "2"] {
            try await store.save(ConnectorRecord(id: name, settings: Data(), credentials: Data()))
            let state = try await SyncState.open(redis: redis, connector: name)
            try await state.setRestrictions([ContentID("1"): "x"])
        }
        try await store.remove(id)
        #expect(try await redis.send("KEYS", RedisArgument("cc:{\(id)}:*")).array?.count == 0)
        #expect(try await redis.send("KEYS", RedisArgument("cc:{\(id)2}:*")).array?.count == 3)
        #expect(try await !store.ids().contains(id))
    }

    @Test(
        "ids that could break a key are refused",
        arguments: ["", "a{b", "a b", "a*", "ä", String(repeating: "a", count: 65)])
    func oddIDs(id: String) async throws {
        let store = ConnectorStore(redis: try await RedisSuite.client(), fernet: try Fernet(key: Fernet.makeKey()))
        await #expect {
            try await store.save(ConnectorRecord(id: id, settings: Data(), credentials: Data()))
        } throws: { ($0 as? SyncStateError)?.code == .invalidArgument }
    }
}
