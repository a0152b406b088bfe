package import ConfluenceModel
import Crypto
import RedisClient

/// Which pages show which others (include and excerpt macros), so that they follow when those change. One hash for each
/// content that is shown: includer → what it shows of it, and under the empty name what its own job last said of it.
extension SyncState {
    /// Remembers what includers show, each by a text of the caller's, at most 64 bytes.
    package func note(_ states: [(shown: Shown, includer: String, state: ShownState)]) async throws {
        for part in states.parts(of: 500) {
            try await keep(
                Dictionary(grouping: part, by: \.shown).map { shown, entries in
                    (keyText(shown), entries.map { (RedisArgument($0.includer), RedisArgument($0.state.text)) })
                })
        }
    }

    /// What the contents' own jobs last said of them; `content` also for a title that somebody has come to bear.
    package func announced(
        _ shown: some Collection<Shown>
    ) async throws -> [Shown: (content: ContentID?, state: ShownState)] {
        let shown = Array(shown)
        let replies = try await pipeline(shown.map { ["HGET", key($0), ""] })
        var announced: [Shown: (content: ContentID?, state: ShownState)] = [:]
        for (one, reply) in zip(shown, replies) {
            guard let text = reply.string else { continue }
            switch one {
            case .content(let id): announced[one] = (id, ShownState(text: text))
            case .title: announced[one] = (ContentID(text), .unsettled)
            }
        }
        return announced
    }

    /// Those that somebody shows, or once did.
    package func shown(among candidates: some Collection<Shown>) async throws -> [Shown] {
        let candidates = Array(candidates)
        let replies = try await pipeline(candidates.map { ["EXISTS", key($0)] })
        return zip(candidates, replies).filter { $1.int == 1 }.map(\.0)
    }

    /// Has a content's own job say what can be shown of it from now on.
    package func announce(_ shown: Shown, _ state: ShownState, of content: ContentID) async throws {
        let text = if case .title = shown { content.rawValue } else { state.text }
        try await keep([(keyText(shown), [("", RedisArgument(text))])])
    }

    /// Everybody who shows it with what they show, some hundreds at a time; one may come twice.
    package func includers(
        of shown: Shown, _ body: ([(includer: String, state: ShownState)]) async throws -> Void
    ) async throws {
        var cursor = "0"
        repeat {
            let reply = try await redis.send("HSCAN", key(shown), RedisArgument(cursor), "COUNT", "250")
            guard let values = reply.array, values.count == 2, let next = values[0].string, let map = values[1].map
            else { throw SyncStateError(.damaged, "the includers of a page cannot be read") }
            let entries = map.filter { !$0.key.isEmpty }.compactMap { entry in
                entry.value.string.map { (includer: entry.key, state: ShownState(text: $0)) }
            }
            for part in entries.parts(of: 250) { try await body(Array(part)) }
            cursor = next
        } while cursor != "0"
    }

    /// Forgets includers that will say anew what they show. What one of them has said since stays.
    package func forget(_ entries: [(includer: String, state: ShownState)], of shown: Shown) async throws {
        guard !entries.isEmpty else { return }
        _ = try await redis.run(
            Self.forgetIncluders, keys: [keyText(shown)],
            arguments: entries.flatMap { [RedisArgument($0.includer), RedisArgument($0.state.text)] })
    }

    private static let forgetIncluders = RedisScript(
        name: "forget_includers",
        source: """
            -- KEYS 1 who shows a content; ARGV includer and what it is known to show, in turns
            for i = 1, #ARGV, 2 do
              if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
            end
            """)

    private func key(_ shown: Shown) -> RedisArgument { RedisArgument(keyText(shown)) }

    private func keyText(_ shown: Shown) -> String {
        switch shown {
        case .content(let id): keys.includers(id.rawValue)
        case .title(let spaceKey, let title):
            keys.includersOfTitle(Self.digest("\(spaceKey.lowercased())\u{0}\(title.lowercased())"))
        }
    }

    private static func digest(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }
}
