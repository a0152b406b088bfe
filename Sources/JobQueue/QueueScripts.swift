import RedisClient

/// The scripts of `Scripts/`. `common.lua` is put after the first line of each.
enum QueueScripts {
    static let enqueue = script("enqueue", PackageResources.enqueue_lua)
    static let claim = script("claim", PackageResources.claim_lua)
    static let acknowledge = script("acknowledge", PackageResources.acknowledge_lua)
    static let fail = script("fail", PackageResources.fail_lua)
    static let release = script("release", PackageResources.release_lua)
    static let heartbeat = script("heartbeat", PackageResources.heartbeat_lua)
    static let reap = script("reap", PackageResources.reap_lua)
    static let dead = script("dead", PackageResources.dead_lua)
    static let control = script("control", PackageResources.control_lua)
    static let audit = script("audit", PackageResources.audit_lua)
    static let peek = script("peek", PackageResources.peek_lua)
    static let leases = script("leases", PackageResources.leases_lua)
    static let status = script("status", PackageResources.status_lua)
    static let createRun = script("create_run", PackageResources.create_run_lua)
    static let advanceRun = script("advance_run", PackageResources.advance_run_lua)
    static let note = script("note", PackageResources.note_lua)
    /// These stand alone: their keys belong to no connector.
    static let take = script("take", PackageResources.take_lua, withCommon: false)
    static let leader = script("leader", PackageResources.leader_lua, withCommon: false)
    static let presence = script("presence", PackageResources.presence_lua, withCommon: false)
    static let readers = script("readers", PackageResources.readers_lua, withCommon: false)
    static let receive = script("receive", PackageResources.receive_lua, withCommon: false)
    static let tell = script("tell", PackageResources.tell_lua, withCommon: false)
    static let keep = script("keep", PackageResources.keep_lua, withCommon: false)

    private static func script(_ name: String, _ bytes: [UInt8], withCommon: Bool = true) -> RedisScript {
        let source = String(decoding: bytes, as: UTF8.self)
        guard withCommon, let end = source.firstIndex(of: "\n") else { return RedisScript(name: name, source: source) }
        let common = String(decoding: PackageResources.common_lua, as: UTF8.self)
        return RedisScript(name: name, source: "\(source[..<end])\n\(common)\(source[end...])")
    }
}
