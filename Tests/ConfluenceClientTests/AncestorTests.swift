import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

/// Whoever may read a page is known only with everything above it. What is left out is not what is not there.
@Suite("The way from the space down to a page")
struct AncestorTests {
    private static let wanted = [WantedContent(id: ContentID("1"), kind: .page, version: 1)]

    private func bare(_ hit: String) -> String { hit.replacing(#""ancestors":[],"#, with: "") }

    /// The index has page 1 below 9 alone, in an older version; v2 has it below 7 and 9.
    private func lagging(_ ancestors: Script.Answer) -> Script {
        Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search":
                .json(Shape.list([Shape.hit(1, version: 0, ancestors: [(9, "page", "Nine")], body: "old")]))
            case "/wiki/api/v2/pages" where asked.query["body-format"] == "storage":
                .json(Shape.list([Shape.page(1, parent: ("9", "page"), body: "new")]))
            case "/wiki/api/v2/pages": .json(Shape.list([Shape.page(7), Shape.page(9)]))
            case "/wiki/api/v2/pages/1/ancestors": ancestors
            case "/wiki/rest/api/content/1/restriction": .json(Shape.restriction())
            default: nil
            }
        }
    }

    @Test("a page that the index shows without ancestors is read by v2, with its ancestors")
    func missingInIndex() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([bare(Shape.hit(1, body: "b"))]))
            case "/wiki/api/v2/pages" where asked.query["body-format"] == "storage":
                .json(Shape.list([Shape.page(1, parent: ("9", "page"), body: "b")]))
            case "/wiki/api/v2/pages": .json(Shape.list([Shape.page(9, title: "Root")]))
            case "/wiki/api/v2/pages/1/ancestors": .json(Shape.list([#"{"id":"9","type":"page"}"#]))
            case "/wiki/rest/api/content/1/restriction": .json(Shape.restriction())
            default: nil
            }
        }
        let fetched = try await script.client().contents(of: Self.wanted)
        guard case .content(let content) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(content.facts.ancestors.map(\.title) == ["Root"])
    }

    @Test("in a listing, a page without ancestors is one whose readers are unknown; a blog post has none anyway")
    func missingInListing() async throws {
        let script = Script { _ in
            .json(Shape.list([bare(Shape.hit(1)), Shape.hit(2), bare(Shape.hit(3, type: "blogpost"))]))
        }
        let facts = try await script.client().facts(inSpace: "ENG").elements
        #expect(facts.map { $0.readRestriction == ReadRestriction.none } == [false, true, true])
    }

    @Test("where a step far above has moved, the index's old way is not believed although the parent is the same")
    func movedAbove() async throws {
        let script = lagging(.json(Shape.list([#"{"id":"7","type":"page"}"#, #"{"id":"9","type":"page"}"#])))
        let fetched = try await script.client().contents(of: Self.wanted)
        guard case .content(let content) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(content.facts.ancestors.map(\.id.rawValue) == ["7", "9"])
    }

    @Test(
        "less than the whole way is a failure of that page",
        arguments: [
            Script.Answer.json("{}"), .json(#"{"results":[]}"#), .html(500),
            .json(Shape.list([#"{"type":"page"}"#, #"{"id":"9","type":"page"}"#])),
            .json(Shape.list([#"{"id":"7","type":"page"}"#])),
        ])
    func cut(answer: Script.Answer) async throws {
        let fetched = try await lagging(answer).client().contents(of: Self.wanted)
        guard case .failed(let error) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(error.code == .malformed || error.code == .serverError)
    }

    @Test("siblings share one request for what is above them")
    func siblings() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([]))
            case "/wiki/api/v2/pages" where asked.query["body-format"] == "storage":
                .json(Shape.list((1...20).map { Shape.page($0, parent: ("99", "page"), body: "b") }))
            case "/wiki/api/v2/pages": .json(Shape.list([Shape.page(99, title: "Root")]))
            case let path where path.hasSuffix("/ancestors"): .json(Shape.list([#"{"id":"99","type":"page"}"#]))
            case let path where path.hasSuffix("/restriction"): .json(Shape.restriction())
            case let path where path.hasSuffix("/labels"): .json(Shape.list([]))
            case "/wiki/api/v2/spaces": .json(Shape.list([#"{"id":"65539","key":"ENG"}"#]))
            default: nil
            }
        }
        let wanted = (1...20).map { WantedContent(id: ContentID(String($0)), kind: .page, version: 1) }
        let fetched = try await script.client().contents(of: wanted)
        #expect(fetched.values.allSatisfy { if case .content = $0 { true } else { false } })
        #expect(script.paths.filter { $0.hasSuffix("/ancestors") }.count == 1)
    }

    @Test("Data Center: a page that comes without ancestors even alone is a failure")
    func dataCenter() async throws {
        let script = Script { asked in
            asked.path.hasSuffix("/search")
                ? .json(Shape.list([bare(Shape.hit(1, body: "b"))])) : .json(bare(Shape.hit(1, body: "b")))
        }
        let fetched = try await script.client(deployment: .datacenter).contents(of: Self.wanted)
        guard case .failed(let error) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(error.code == .malformed)
    }
}
