/// The keys of what is remembered of one connector. All but the directory carry the hash tag `{connector}`.
struct StateKeys: Sendable {
    let base: String
    let prefix: String

    init(prefix: String, connector: String) {
        self.prefix = prefix
        base = "\(prefix):{\(connector)}:"
    }

    /// Set of all connectors' ids.
    var directory: String { prefix + ":connectors" }
    /// Hash: settings, and sealed credentials with the settings' SHA-256.
    var configuration: String { base + "conf" }
    /// Hash: `schema`, `buckets` (of schema 1), `created` (ms), `sweep`, `sweeps`, `ordinals`, `sink`, `key`, `site`,
    /// `account`, `doubt`.
    var meta: String { base + "meta" }
    /// Hash: content id → ``KnownObject``.
    var checkpoints: String { base + "ck" }
    /// Hash: space id → JSON; `SPACE/NAME` → one value of it that changes by itself.
    var spaces: String { base + "spaces" }
    /// Hash: space id → JSON of the deletions in it that wait for a person.
    var held: String { base + "held" }
    /// Hash: content id → its own read restriction, opaque.
    var restricted: String { base + "restricted" }
    /// Hash: includer → the version it shows of this content, 0 for none of its text, `?` while it is converted; under the
    /// empty name what the content's own job last said.
    func includers(_ content: String) -> String { "\(base)inc:\(content)" }
    /// Hash: includer → `?`, of a name that no synced page bore; under the empty name the id of the page that came to.
    func includersOfTitle(_ digest: String) -> String { "\(base)inc-title:\(digest)" }
}
