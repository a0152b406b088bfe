import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

/// The same numbers from the same seed (SplitMix64), so that a failure can be repeated.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Answers that somebody has damaged")
struct MutationTests {
    private static let pieces = [
        "\"", "{", "}", "[", "]", "null", "-1", "99999999999999999999999999", "1e999", "\\ud800", "\\", "\u{0}", ",",
        ":", "true",
        "\"id\":", "\"results\":", "\"next\":\"?\"", "\"next\":\"&&==&\"",
    ]

    private func damaged(_ text: String, _ random: inout Seeded) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 0...20, using: &random))
            bytes.replaceSubrange(start..<end, with: Array((Self.pieces.randomElement(using: &random) ?? "").utf8))
            if bytes.isEmpty { bytes = [0x20] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("they bring elements, problems or a client error, never anything worse", arguments: 0..<8)
    func damage(seed: Int) async throws {
        var random = Seeded(state: UInt64(seed))
        let page = Shape.list([Shape.page(1, parent: ("9", "folder")), Shape.page(2)], next: "/wiki/x?cursor=a")
        let hit = Shape.list([
            Shape.hit(1, ancestors: [(9, "page", "R")], labels: ["l"], users: ["u"], groups: ["g"], body: "b")
        ])
        let space = Space(id: SpaceID("1"), key: "K", name: "", type: "global")
        for _ in 0..<300 {
            let (pages, hits) = (damaged(page, &random), damaged(hit, &random))
            let script = Script { asked in asked.path.hasSuffix("/search") ? .json(hits) : .json(pages) }
            for deployment in Deployment.allCases {
                let client = try script.client(deployment: deployment)
                do {
                    _ = try await client.contents(.page, in: space)
                    _ = try await client.facts(inSpace: "K")
                    _ = try await client.contents(of: [WantedContent(id: ContentID("1"), kind: .page, version: 2)])
                    _ = try await client.presence(of: [(ContentID("1"), .page), (ContentID("5"), .blogpost)])
                    _ = try await client.attachments(of: nil)
                } catch {
                    continue
                }
            }
        }
    }
}
