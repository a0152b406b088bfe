import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

@Suite("Whole pages from Confluence Cloud")
struct ContentTests {
    private func wanted(_ ids: [Int], kind: ContentKind = .page, version: Int? = 1) -> [WantedContent] {
        ids.map { WantedContent(id: ContentID(String($0)), kind: kind, version: version) }
    }

    private func ids(_ asked: Script.Asked) -> [Int] {
        (asked.query["cql"] ?? asked.query["id"] ?? "").split { !$0.isNumber }.compactMap { Int($0) }
    }

    @Test("fifty pages with body, labels, restrictions and ancestors cost one request")
    func oneRequest() async throws {
        let script = Script { asked in
            guard asked.path == "/wiki/rest/api/content/search" else { return nil }
            let hits = ids(asked).map {
                Shape.hit(
                    $0, ancestors: [(9, "page", "Root"), (80, "folder", "Plans")], labels: ["howto"], users: ["u1"],
                    groups: ["hr"], body: "<p>\($0)</p>")
            }
            return .json(Shape.list(hits))
        }
        let client = try script.client()
        let fetched = try await client.contents(of: wanted(Array(1...50)))
        #expect(script.asked.count == 1)
        #expect(fetched.count == 50)
        guard case .content(let content) = fetched[ContentID("7")] else { return #expect(Bool(false)) }
        #expect(content.body == "<p>7</p>")
        #expect(content.facts.labels == ["howto"])
        #expect(content.facts.ancestors.map(\.title) == ["Root", "Plans"])
        #expect(content.facts.ancestors.map(\.kind) == [.page, .folder])
        #expect(
            content.facts.readRestriction
                == ReadRestriction(users: [AccountID("u1")], groups: ["g-hr"], groupNames: ["hr"]))
        #expect(content.createdBy == User(id: AccountID("a1"), displayName: "Ann"))
        #expect(content.facts.spaceKey == "ENG")
        #expect(client.meter.reading.points == 101)
    }

    @Test("facts alone are asked for without bodies")
    func factsOnly() async throws {
        let script = Script { asked in .json(Shape.list(ids(asked).map { Shape.hit($0) })) }
        let fetched = try await script.client().contents(of: wanted([1]), body: false)
        #expect(script.asked.first?.query["expand"]?.contains("body") == false)
        guard case .content(let content) = fetched[ContentID("1")] else { return #expect(Bool(false)) }
        #expect(content.body == nil)
        #expect(content.facts.readRestriction == ReadRestriction.none)
    }

    @Test("a version older than wanted is taken from v2 with the index's labels, and its restriction is read anew")
    func lagging() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search":
                .json(
                    Shape.list(
                        ids(asked).map {
                            Shape.hit(
                                $0, version: $0 == 2 ? 4 : 5, ancestors: [(9, "page", "Root")], labels: ["a"],
                                body: "old")
                        }))
            case "/wiki/api/v2/pages" where asked.query["body-format"] == "storage":
                .json(Shape.list([Shape.page(2, version: 5, title: "New title", parent: ("9", "page"), body: "new")]))
            case "/wiki/rest/api/content/2/restriction": .json(Shape.restriction(groups: ["hr"]))
            case "/wiki/api/v2/pages/2/ancestors": .json(Shape.list([#"{"id":"9","type":"page"}"#]))
            default: nil
            }
        }
        let fetched = try await script.client().contents(of: wanted([1, 2], version: 5))
        guard case .content(let content) = fetched[ContentID("2")] else { return #expect(Bool(false)) }
        #expect(content.facts.version == 5)
        #expect(content.body == "new")
        #expect(content.facts.title == "New title")
        #expect(content.facts.labels == ["a"])
        #expect(content.facts.ancestors.map(\.title) == ["Root"])
        #expect(content.updatedBy?.displayName == "Bob")
        #expect(content.facts.readRestriction?.groupNames == ["hr"])
        #expect(
            script.paths == [
                "/wiki/rest/api/content/search", "/wiki/api/v2/pages", "/wiki/rest/api/content/2/restriction",
                "/wiki/api/v2/pages/2/ancestors",
            ])
    }

    @Test("a page that a listing saw elsewhere than the index does is read again, with its new ancestors")
    func moved() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search":
                .json(Shape.list([Shape.hit(1, ancestors: [(9, "page", "Root"), (8, "page", "Old")], body: "b")]))
            case "/wiki/api/v2/pages": .json(Shape.list([Shape.page(1, parent: ("9", "page"), body: "b")]))
            case "/wiki/api/v2/pages/1/ancestors": .json(#"{"results":[{"id":"9","type":"page"}],"_links":{}}"#)
            case "/wiki/rest/api/content/1/restriction": .json(Shape.restriction())
            default: nil
            }
        }
        let wanted = WantedContent(id: ContentID("1"), kind: .page, version: 1, parentID: ContentID("9"))
        let fetched = try await script.client().contents(of: [wanted])
        guard case .content(let content) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(content.facts.ancestors.map(\.title) == ["Root"])
    }

    @Test("what the index does not know is read by v2 with labels, ancestors and restriction of its own")
    func notIndexed() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([]))
            case "/wiki/api/v2/pages" where asked.query["body-format"] == "storage":
                .json(
                    Shape.list([
                        Shape.page(3, parent: ("80", "folder"), body: "b"), Shape.page(4, status: "trashed", body: "x"),
                        Shape.page(5, status: "archived", body: "c"),
                    ]))
            case "/wiki/api/v2/pages": .json(Shape.list([Shape.page(9, title: "Root")]))
            case "/wiki/api/v2/pages/3/labels":
                .json(
                    Shape.list([
                        #"{"id":"1","name":"howto","prefix":"global"}"#, #"{"id":"2","name":"fav","prefix":"my"}"#,
                        #"{"id":"3","name":"x","prefix":"team"}"#,
                    ]))
            case "/wiki/api/v2/pages/5/labels": .json(Shape.list([]))
            case "/wiki/api/v2/pages/3/ancestors":
                .json(#"{"results":[{"id":"9","type":"page"},{"id":"80","type":"folder"}],"_links":{}}"#)
            case "/wiki/api/v2/folders/80":
                .json(
                    #"{"id":"80","type":"folder","status":"current","title":"Plans","parentId":"9","parentType":"page"}"#
                )
            case "/wiki/rest/api/content/3/restriction": .json(Shape.restriction(users: ["u1"]))
            case "/wiki/rest/api/content/5/restriction": .json(Shape.restriction())
            case "/wiki/api/v2/spaces":
                .json(Shape.list([#"{"id":"65539","key":"ENG","name":"Engineering","type":"global"}"#]))
            case "/wiki/api/v2/content/convert-ids-to-types": .json(#"{"results":{"6":null}}"#)
            case "/wiki/api/v2/users-bulk":
                .json(#"{"code":401,"message":"Unauthorized; scope does not match"}"#, status: 401)
            default: nil
            }
        }
        let fetched = try await script.client().contents(of: wanted([3, 4, 5, 6]))
        guard case .content(let content) = fetched[ContentID("3")], case .trashed = fetched[ContentID("4")],
            case .archived(let archived) = fetched[ContentID("5")], case .gone = fetched[ContentID("6")]
        else { Issue.record("\(fetched)"); return }
        #expect(content.facts.labels == ["howto", "team:x"])
        #expect(
            content.facts.ancestors == [
                Ancestor(id: ContentID("9"), kind: .page, title: "Root"),
                Ancestor(id: ContentID("80"), kind: .folder, title: "Plans"),
            ])
        #expect(content.facts.readRestriction?.users == [AccountID("u1")])
        #expect(content.facts.spaceKey == "ENG")
        #expect(archived.facts.readRestriction == ReadRestriction.none)
        #expect(!script.paths.contains("/wiki/api/v2/pages/6"))
    }

    @Test("one page that breaks the search is found by halving and read alone; the others are not lost")
    func culprit() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search":
                ids(asked).contains(33) ? .html(500) : .json(Shape.list(ids(asked).map { Shape.hit($0, body: "b") }))
            case "/wiki/api/v2/pages": .html(500)
            default: nil
            }
        }
        let fetched = try await script.client().contents(of: wanted(Array(1...50)))
        var good = 0
        for case .content in fetched.values { good += 1 }
        #expect(good == 49)
        guard case .failed(let error) = fetched[ContentID("33")] else { return #expect(Bool(false)) }
        #expect(error.code == .serverError)
        #expect(script.asked.count <= 14)
    }

    @Test("a server that is broken altogether is not asked a hundred times")
    func allBroken() async throws {
        let script = Script { _ in .html(500) }
        await #expect {
            try await script.client().contents(of: wanted(Array(1...50)))
        } throws: { ($0 as? ConfluenceError)?.code == .serverError }
        #expect(script.asked.count <= 14)
    }

    @Test(
        "unreadable restrictions are not the same as none",
        arguments: [
            "{}", #"{"read":{"restrictions":{"user":{"results":[]}}}}"#,
            #"{"read":{"restrictions":{"user":{"results":[{"type":"unknown"}]},"group":{"results":[]}}}}"#,
        ])
    func unreadableRestriction(expanded: String) async throws {
        let script = Script { asked in
            asked.path.hasSuffix("/search")
                ? .json(Shape.list([Shape.hit(1, restrictions: expanded)])) : .json("{}", status: 403)
        }
        let listing = try await script.client().facts(inSpace: "ENG")
        #expect(listing.elements.first?.readRestriction == nil)
        #expect(listing.elements.count == 1)
    }

    @Test("label and restriction lists that are cut short are followed")
    func cutShort() async throws {
        let labels = (1...200).map { "l\($0)" }
        let users = (1...100).map { "u\($0)" }
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([Shape.hit(1, labels: labels, users: users)]))
            case "/wiki/api/v2/pages/1/labels":
                .json(Shape.list((labels + ["l201"]).map { #"{"id":"1","name":"\#($0)","prefix":"global"}"# }))
            case "/wiki/rest/api/content/1/restriction":
                .json(
                    asked.query["start"] == "0" ? Shape.restriction(users: users) : Shape.restriction(users: ["u101"]))
            default: nil
            }
        }
        let facts = try #require(try await script.client().facts(inSpace: "ENG").elements.first)
        #expect(facts.labels.count == 201)
        #expect(facts.readRestriction?.users.count == 101)
    }

    @Test("space keys and ids are quoted in searches")
    func quoting() async throws {
        let script = Script { _ in .json(Shape.list([])) }
        let client = try script.client()
        _ = try await client.facts(inSpace: #"~a"b\c"#)
        _ = try await client.facts(below: [ContentID("12"), ContentID("1) or (type = page")])
        #expect(script.asked[0].query["cql"] == #"space = "~a\"b\\c" and type in (page,blogpost) order by created asc"#)
        #expect(
            script.asked[1].query["cql"]
                == #"ancestor in (12,"1) or (type = page") and type = page order by created asc"#)
    }

    @Test("restrictions of any ids: by search, singly what it lacks, and unknown what we may not know")
    func factsOfIDs() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([Shape.hit(1, groups: ["hr"])]))
            case "/wiki/rest/api/content/2/restriction": .json(Shape.restriction())
            case "/wiki/rest/api/content/3/restriction": .json("{}", status: 403)
            default: nil
            }
        }
        let facts = try await script.client().facts(of: [1, 2, 3, 4].map { ContentID(String($0)) })
        #expect(facts.count == 4)
        #expect(try facts[ContentID("1")]?.get().readRestriction?.groupNames == ["hr"])
        #expect(try facts[ContentID("2")]?.get().readRestriction == ReadRestriction.none)
        #expect(try facts[ContentID("3")]?.get().readRestriction == nil)
        #expect(try facts[ContentID("4")]?.get().readRestriction == nil)
    }

    @Test(
        "a fault while a restriction is read says nothing of who may read, and is the failure of that content alone",
        arguments: [
            (Script.Answer.html(500), ConfluenceError.Code.serverError), (.failing(.timeout), .timeout),
            (.json("{"), .malformed), (.json("{}"), .malformed), (.json(#"{"results":[]}"#), .malformed),
        ])
    func faultyRestriction(answer: Script.Answer, code: ConfluenceError.Code) async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search": .json(Shape.list([]))
            case "/wiki/rest/api/content/1/restriction": .json(Shape.restriction())
            case "/wiki/rest/api/content/2/restriction": answer
            default: nil
            }
        }
        let facts = try await script.client().facts(of: [ContentID("1"), ContentID("2")])
        #expect(try facts[ContentID("1")]?.get().readRestriction == ReadRestriction.none)
        #expect(throws: ConfluenceError.self) { try facts[ContentID("2")]?.get() }
        guard case .failure(let error) = facts[ContentID("2")] else { return }
        #expect(error.code == code)
    }

    @Test("a server that is away is the failure of all, and a page whose own restriction fails is not taken for hidden")
    func faultsOfPages() async throws {
        let away = Script { asked in
            asked.path.hasSuffix("/restriction") ? .json("{}", status: 503) : .json(Shape.list([]))
        }
        await #expect(throws: ConfluenceError.self) { try await away.client().facts(of: [ContentID("1")]) }
        let script = Script { asked in
            switch asked.path {
            case "/wiki/api/v2/pages":
                .json(Shape.list([Shape.page(1, body: "b", extra: #""labels":{"results":[]},"#)]))
            case "/wiki/rest/api/content/1/restriction": .html(500)
            case "/wiki/rest/api/content/search": .json(Shape.list([]))
            default: .json(Shape.list([]))
            }
        }
        let fetched = try await script.client().contents(of: wanted([1]))
        guard case .failed(let error) = fetched[ContentID("1")] else {
            Issue.record("\(fetched)")
            return
        }
        #expect(error.code == .serverError)
    }

    @Test("before something is deleted, what is there is told from what is trashed, archived, hidden or converted")
    func presence() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/api/v2/pages":
                .json(Shape.list([Shape.page(1), Shape.page(2, status: "trashed"), Shape.page(3, status: "archived")]))
            case "/wiki/api/v2/blogposts": .json(Shape.list([]))
            case "/wiki/api/v2/content/convert-ids-to-types":
                .json(#"{"results":{"4":null,"5":"blogpost","6":"attachment","8":"page"}}"#)
            case "/wiki/api/v2/blogposts/5": .json(Shape.page(5))
            case "/wiki/api/v2/attachments/6":
                .json(#"{"id":"6","status":"trashed","title":"a.pdf","pageId":"1","version":{"number":2}}"#)
            default: nil
            }
        }
        let kinds: [ContentKind] = [.page, .page, .page, .page, .page, .attachment, .blogpost, .page]
        let presence = try await script.client().presence(
            of: kinds.enumerated().map { (ContentID(String($0.offset + 1)), $0.element) })
        func word(_ id: String) -> String {
            switch presence[ContentID(id)] {
            case .present(let summary): "present \(summary.kind)"
            case .trashed: "trashed"
            case .archived: "archived"
            case .absent: "absent"
            case nil: "missing"
            }
        }
        #expect(
            (1...8).map { word(String($0)) } == [
                "present page", "trashed", "archived", "absent", "present blogpost", "trashed", "absent", "absent",
            ])
    }

    @Test("to an account that Confluence no longer knows nothing is gone")
    func anonymous() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/user/current": .json(#"{"type":"anonymous","displayName":"Anonymous"}"#)
            case "/wiki/api/v2/content/convert-ids-to-types": .json(#"{"results":{"1":null}}"#)
            default: .json(Shape.list([]))
            }
        }
        let client = try script.client()
        await #expect {
            try await client.presence(of: [(ContentID("1"), .page)])
        } throws: { ($0 as? ConfluenceError)?.code == .unauthorized }
        await #expect {
            try await client.contents(of: wanted([1]))
        } throws: { ($0 as? ConfluenceError)?.code == .unauthorized }
    }

    @Test("a failure while confirming is no absence")
    func presenceFails() async throws {
        let script = Script { _ in .json("{}", status: 503) }
        await #expect(throws: ConfluenceError.self) {
            try await script.client().presence(of: [(ContentID("1"), .page)])
        }
    }

    @Test("pages named by links are found many at once, by title whatever its case, else by v2")
    func titles() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/rest/api/content/search":
                .json(Shape.list([Shape.hit(1, title: "Home"), Shape.hit(2, title: #"say \"hi\""#)]))
            case "/wiki/api/v2/spaces": .json(Shape.list([#"{"id":"65539","key":"ENG","name":"E","type":"global"}"#]))
            case "/wiki/api/v2/pages" where asked.query["title"] == "Fresh":
                .json(Shape.list([Shape.page(3, title: "Fresh")]))
            case "/wiki/api/v2/pages": .json(Shape.list([]))
            default: nil
            }
        }
        let names = ["home", #"say "hi""#, "Fresh", "Nowhere"].map { PageName(spaceKey: "ENG", title: $0) }
        let pages = try await script.client().pages(titled: names + [PageName(spaceKey: "GONE", title: "x")])
        #expect(names.map { pages[$0]?.id.rawValue } == ["1", "2", "3", nil])
        #expect(pages.count == 3)
        #expect(script.asked[0].query["cql"]?.contains(#"(space = "ENG" and title = "say \"hi\"")"#) == true)

        let before = script.asked.count
        #expect(try await script.client().pages(titled: names, unindexed: 0).count == 2)
        #expect(script.asked.count == before + 1)
    }

    @Test("people are asked for by v1 where the token has no v2 scope")
    func usersByV1() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/wiki/api/v2/users-bulk":
                .json(#"{"code":401,"message":"Unauthorized; scope does not match"}"#, status: 401)
            case "/wiki/rest/api/user/bulk": .json(#"{"results":[{"accountId":"a7","displayName":"Eve"}]}"#)
            default: nil
            }
        }
        #expect(try await script.client().users([AccountID("a7")]).values.map(\.displayName) == ["Eve"])
    }

    @Test("people are asked for in bulk")
    func users() async throws {
        let script = Script { asked in
            asked.method == .post && asked.body == #"{"accountIds":["712020:\"x"]}"#
                ? .json(#"{"results":[{"accountId":"712020:\"x","displayName":"Ann","email":""}]}"#) : nil
        }
        let id = AccountID(#"712020:"x"#)
        #expect(try await script.client().users([id, id]) == [id: User(id: id, displayName: "Ann")])
    }
}
