import ConfluenceClient
import ConfluenceModel
import HTTPTransport
import Testing

import struct Foundation.Date

@Suite("Listings of Confluence Cloud")
struct ListingTests {
    let engineering = Space(id: SpaceID("65539"), key: "ENG", name: "Engineering", type: "global")

    @Test("spaces come with their ids, homepages and status; keys are asked for together")
    func spaces() async throws {
        let script = Script { asked in
            guard asked.path == "/wiki/api/v2/spaces", asked.query["keys"] == "ENG,~712020abc" else { return nil }
            return .json(
                Shape.list([
                    #"{"id":"65539","key":"ENG","name":"Engineering","type":"global","status":"current","homepageId":"65657","_links":{"webui":"/spaces/ENG"}}"#,
                    #"{"id":7,"key":"~712020abc","name":"Ann","type":"personal","status":"archived","homepageId":null}"#,
                ]))
        }
        let spaces = try await script.client().spaces(keys: ["ENG", "~712020abc"]).elements
        #expect(spaces.map(\.id.rawValue) == ["65539", "7"])
        #expect(spaces[0].homepageID == ContentID("65657"))
        #expect(spaces[1].isPersonal && spaces[1].status == "archived")
        #expect(script.asked.first?.query["limit"] == "250")
        #expect(script.asked.first?.authorization == "Basic YW5uQGFjbWUuZXhhbXBsZTp0b2tlbg==")
    }

    @Test(
        "a listing follows next links by their query alone, whatever prefix, host or order they have",
        arguments: [
            "/wiki/api/v2/spaces/65539/pages?sort=id&status=current&limit=250&cursor=eyJpZCI6IjEwMCJ9",
            "/api/v2/spaces/65539/pages?cursor=eyJpZCI6IjEwMCJ9&limit=250",
            "https://evil.example/x?limit=9&cursor=eyJpZCI6IjEwMCJ9&sort=-id#frag",
        ])
    func nextLinks(link: String) async throws {
        let script = Script { asked in
            asked.query["cursor"] == nil
                ? .json(Shape.list([Shape.page(1)], next: link)) : .json(Shape.list([Shape.page(2)]))
        }
        let client = try script.client("https://api.example/ex/confluence/11111111-2222")
        let first = try await client.contents(.page, in: engineering)
        let second = try await client.contents(.page, in: engineering, after: first.next)
        #expect(second.next == nil)
        #expect((first.elements + second.elements).map(\.id.rawValue) == ["1", "2"])
        for asked in script.asked {
            #expect(asked.path == "/ex/confluence/11111111-2222/wiki/api/v2/spaces/65539/pages")
            #expect(asked.query["sort"] == "id")
            #expect(asked.query["limit"] == "250")
        }
        #expect(script.asked.last?.query["cursor"] == "eyJpZCI6IjEwMCJ9")
    }

    @Test("an element that makes no sense is reported and the others are kept")
    func malformedElement() async throws {
        let script = Script { _ in
            .json(
                Shape.list([
                    Shape.page(1), #"{"id":"2","title":"no version"}"#, "17", "null",
                    Shape.page(3, parent: ("9", "hologram")),
                ]))
        }
        let listing = try await script.client().contents(.page, in: engineering)
        #expect(listing.elements.map(\.id.rawValue) == ["1", "3"])
        #expect(listing.problems.count == 3)
        #expect(listing.elements[1].parentID == ContentID("9"))
        #expect(listing.elements[1].parentKind == nil)
    }

    @Test("times, authors and parents of a page are read")
    func summary() async throws {
        let script = Script { _ in
            .json(Shape.list([Shape.page(70001, version: 3, status: "archived", parent: ("80", "folder"))]))
        }
        let page = try #require(
            try await script.client().contents(.page, in: engineering, statuses: [.current, .archived]).elements.first)
        #expect(page.status == .archived)
        #expect(page.parentKind == .folder)
        #expect(page.version.number == 3)
        #expect(page.version.author == AccountID("a2"))
        #expect(page.createdAt == Date(timeIntervalSince1970: 1_706_754_854.885))
        #expect(page.webPath == "/spaces/ENG/pages/70001/T")
        #expect(script.asked.first?.query["status"] == "current,archived")
    }

    @Test("empty answers with more to come are walked through, a place that repeats is not")
    func loops() async throws {
        let script = Script { asked in
            switch asked.query["cursor"] {
            case nil: .json(Shape.list([], next: "/wiki/api/v2/x?cursor=b"))
            case "b": .json(Shape.list([Shape.page(1)], next: "/wiki/api/v2/x?cursor=c"))
            default: .json(Shape.list([Shape.page(2)], next: "/wiki/api/v2/x?cursor=c"))
            }
        }
        let client = try script.client()
        let empty = try await client.contents(.page, in: engineering)
        #expect(empty.elements.isEmpty)
        let full = try await client.contents(.page, in: engineering, after: empty.next)
        await #expect {
            try await client.contents(.page, in: engineering, after: full.next)
        } throws: { ($0 as? ConfluenceError)?.code == .malformed }
    }

    @Test("an endless row of empty answers is given up")
    func endlessEmptiness() async throws {
        let script = Script { asked in
            let number = Int(asked.query["cursor"] ?? "0") ?? 0
            return .json(Shape.list([], next: "/wiki/api/v2/x?cursor=\(number + 1)"))
        }
        let client = try script.client()
        await #expect {
            var place: String?
            repeat { place = try await client.contents(.page, in: engineering, after: place).next } while place != nil
        } throws: { ($0 as? ConfluenceError)?.code == .malformed }
        #expect(script.asked.count < 100)
    }

    @Test("a place that has expired, and text that is no place, say: start again")
    func expired() async throws {
        let script = Script { asked in
            asked.query["cursor"] == nil
                ? .json(Shape.list([Shape.page(1)], next: "/wiki/x?cursor=old"))
                : .json(
                    #"{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value for 'cursor' is not the correct type. Expected type is Cursor."}]}"#,
                    status: 400)
        }
        let client = try script.client()
        let place = try await client.contents(.page, in: engineering).next
        for after in [place, "nonsense", "1;999999;0;x", ""] where after != nil {
            await #expect {
                try await client.contents(.page, in: engineering, after: after)
            } throws: { ($0 as? ConfluenceError)?.code == .cursorExpired }
        }
    }

    @Test("a server that chokes on 250 is asked for fewer, and stays so for the rest of the listing")
    func smaller() async throws {
        let script = Script { asked in
            guard let limit = asked.query["limit"].flatMap({ Int($0) }), limit <= 62 else { return .html(504) }
            return .json(Shape.list([Shape.page(1)], next: asked.query["cursor"] == nil ? "/x?cursor=b&limit=62" : nil))
        }
        let client = try script.client()
        let first = try await client.contents(.page, in: engineering)
        _ = try await client.contents(.page, in: engineering, after: first.next)
        #expect(script.asked.compactMap { $0.query["limit"] } == ["250", "125", "62", "62"])
    }

    @Test("changes are asked for newest first, over the given spaces")
    func recent() async throws {
        let script = Script { _ in .json(Shape.list([Shape.page(1)])) }
        let client = try script.client()
        _ = try await client.recentlyModified(.page, in: [engineering], limit: 5)
        _ = try await client.recentlyModified(.blogpost, in: nil, limit: 5)
        #expect(script.paths == ["/wiki/api/v2/pages", "/wiki/api/v2/blogposts"])
        #expect(script.asked[0].query["sort"] == "-modified-date")
        #expect(script.asked[0].query["space-id"] == "65539")
        #expect(script.asked[0].query["limit"] == "5")
        #expect(script.asked[1].query["space-id"] == nil)
        #expect(script.asked[1].query["status"] == "current")
    }

    @Test("what a listing costs in points is one and one for each element")
    func points() async throws {
        let script = Script { _ in .json(Shape.list((1...250).map { Shape.page($0) })) }
        let client = try script.client()
        _ = try await client.contents(.page, in: engineering)
        #expect(client.meter.reading.points == 251)
        #expect(client.meter.reading.requests == 1)
        let own = TransportMeter()
        _ = try await client.counting(into: own).contents(.page, in: engineering)
        #expect(own.reading.points == 251)
        #expect(client.meter.reading.requests == 1)
    }

    @Test(
        "a site's address is completed as people paste it",
        arguments: [
            ("https://acme.atlassian.net", Deployment.cloud, "https://acme.atlassian.net/wiki"),
            ("https://acme.atlassian.net/wiki/", .cloud, "https://acme.atlassian.net/wiki"),
            ("https://acme.atlassian.net/wiki/spaces/ENG/overview?x=1", .cloud, "https://acme.atlassian.net/wiki"),
            ("https://api.atlassian.com/ex/confluence/1-2", .cloud, "https://api.atlassian.com/ex/confluence/1-2/wiki"),
            ("https://wiki.corp", .datacenter, "https://wiki.corp"),
            ("https://wiki.corp/confluence/", .datacenter, "https://wiki.corp/confluence"),
            ("https://wiki.corp/confluence/display/ENG/Home", .datacenter, "https://wiki.corp/confluence"),
        ])
    func site(pasted: String, deployment: Deployment, base: String) throws {
        #expect("\(ConfluenceSite(try HTTPURL(pasted), deployment: deployment).base)" == base)
    }
}
