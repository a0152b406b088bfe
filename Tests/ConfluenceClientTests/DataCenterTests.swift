import ConfluenceClient
import ConfluenceModel
import Glibc
import HTTPTransport
import Testing

import struct Foundation.Date

@Suite("Confluence Data Center")
struct DataCenterTests {
    let engineering = Space(id: SpaceID("98305"), key: "ENG", name: "Engineering", type: "global")

    private static func page(
        _ id: Int, version: Int = 7, status: String = "current", body: String? = nil, restricted: Bool = false
    ) -> String {
        """
        {"id":"\(id)","type":"page","status":"\(status)","title":"Page \(id)",
         "space":{"id":98305,"key":"ENG","name":"Engineering","type":"global"},
         "history":{"createdBy":{"type":"known","username":"ann","userKey":"4028aa","displayName":"Ann"},"createdDate":"2026-10-01T10:00:00.000+02:00"},
         "version":{"by":{"type":"known","username":"bob","userKey":"4028bb","displayName":"Bob"},"when":"2026-11-01T10:00:00.000+01:00","number":\(version),"minorEdit":false},
         "ancestors":[{"id":"98304","type":"page","status":"current","title":"Home"}],"position":-1,
         "metadata":{"labels":{"results":[{"prefix":"global","name":"howto","id":"4"}],"start":0,"limit":200,"size":1}},
         "restrictions":{"read":{"operation":"read","restrictions":{"user":{"results":[\(restricted ? #"{"type":"known","username":"ann","userKey":"4028aa"}"# : "")],"start":0,"limit":100},
          "group":{"results":[\(restricted ? #"{"type":"group","name":"hr"}"# : "")],"start":0,"limit":100}}}},
         \(body.map { "\"body\":{\"storage\":{\"value\":\"\($0)\",\"representation\":\"storage\"}}," } ?? "")
         "_links":{"webui":"/display/ENG/Page","self":"https://wiki.corp/confluence/rest/api/content/\(id)"}}
        """
    }

    private static func list(_ elements: [String], next: String? = nil) -> String {
        let link = next.map { #","next":"\#($0)""# } ?? ""
        return
            #"{"results":[\#(elements.joined(separator: ","))],"start":0,"limit":200,"size":\#(elements.count),"_links":{"base":"https://wiki.corp/confluence","context":"/confluence"\#(link)}}"#
    }

    private func client(_ script: Script, _ credentials: ConfluenceCredentials = .bearer(Secret("pat"))) throws
        -> ConfluenceClient
    {
        try script.client("https://wiki.corp/confluence", deployment: .datacenter, credentials: credentials)
    }

    @Test("a space is walked by the scan's cursor")
    func scan() async throws {
        let script = Script { asked in
            guard asked.path == "/confluence/rest/api/content/scan", asked.query["spaceKey"] == "ENG" else {
                return nil
            }
            return asked.query["cursor"] == nil
                ? .json(
                    Self.list(
                        [Self.page(1)], next: "/rest/api/content/scan?spaceKey=ENG&limit=200&cursor=content%3Afalse%3A1"
                    ))
                : .json(Self.list([Self.page(2)]))
        }
        let client = try client(script)
        let first = try await client.contents(.page, in: engineering)
        let second = try await client.contents(.page, in: engineering, after: first.next)
        #expect(script.asked.last?.query["cursor"] == "content:false:1")
        #expect((first.elements + second.elements).map(\.id.rawValue) == ["1", "2"])
        let page = try #require(first.elements.first)
        #expect(page.spaceID == SpaceID("98305"))
        #expect(page.parentID == ContentID("98304"))
        #expect(page.version.createdAt == Date(timeIntervalSince1970: 1_793_523_600))
        #expect(page.version.author == AccountID("4028bb"))
        #expect(script.asked.allSatisfy { $0.authorization == "Bearer pat" && $0.query["os_authType"] == nil })
    }

    @Test("a server without scan is walked by offsets counted here, since its own are wrong when it lowers the limit")
    func offsets() async throws {
        let script = Script { asked in
            guard asked.path == "/confluence/rest/api/content" else { return nil }
            switch asked.query["start"] {
            case nil:
                return .json(
                    Self.list(
                        [Self.page(1), Self.page(2), Self.page(3)], next: "/rest/api/content?limit=200&start=200"))
            case "3":
                return .json(Self.list([Self.page(4)], next: "https://wiki.corp/confluence/rest/api/content?start=400"))
            default: return .json(Self.list([], next: "/rest/api/content?start=600"))
            }
        }
        let client = try client(script)
        var ids: [String] = []
        var place: String?
        repeat {
            let listing = try await client.contents(.page, in: engineering, after: place)
            ids += listing.elements.map(\.id.rawValue)
            place = listing.next
        } while place != nil
        #expect(ids == ["1", "2", "3", "4"])
        #expect(script.asked.compactMap { $0.query["start"] } == ["3", "4"])
    }

    @Test("pages come by search, the rest singly with everything in one request")
    func contents() async throws {
        let script = Script { asked in
            switch asked.path {
            case "/confluence/rest/api/content/search":
                .json(Self.list([Self.page(1, body: "b", restricted: true), Self.page(2, version: 6, body: "old")]))
            case "/confluence/rest/api/content/2": .json(Self.page(2, version: 7, body: "new"))
            case "/confluence/rest/api/content/3": .json(Self.page(3, status: "trashed", body: "x"))
            default: nil
            }
        }
        let wanted = (1...4).map { WantedContent(id: ContentID(String($0)), kind: .page, version: 7) }
        let fetched = try await client(script).contents(of: wanted)
        guard case .content(let one) = fetched[ContentID("1")], case .content(let two) = fetched[ContentID("2")],
            case .trashed = fetched[ContentID("3")], case .gone = fetched[ContentID("4")]
        else { Issue.record("\(fetched)"); return }
        #expect(
            one.facts.readRestriction
                == ReadRestriction(users: [AccountID("4028aa")], groups: ["hr"], groupNames: ["hr"]))
        #expect(two.body == "new")
        #expect(two.facts.ancestors.map(\.title) == ["Home"])
        #expect(script.asked.filter { $0.path.hasSuffix("/content/3") }.allSatisfy { $0.query["status"] == "any" })
    }

    @Test("spaces that a server gives twice are one space")
    func spaces() async throws {
        let space =
            #"{"id":98305,"key":"ENG","name":"Engineering","type":"global","status":"current","homepage":{"id":"98304"},"_links":{"webui":"/display/ENG"}}"#
        let script = Script { _ in .json(Self.list([space, space])) }
        let spaces = try await client(script).spaces(keys: ["ENG", "OPS"]).elements
        #expect(spaces.count == 1)
        #expect(spaces.first?.homepageID == ContentID("98304"))
        #expect(script.asked.first?.query["spaceKey"] == "ENG,OPS")  // repeated in the address
        #expect(script.asked.first?.query["expand"] == "homepage")
    }

    @Test("a user name with a secret is tried as token, then as password")
    func login() async throws {
        let script = Script { asked in
            asked.authorization?.hasPrefix("Basic ") == true
                ? .json(#"{"type":"known","username":"ann","userKey":"4028aa","displayName":"Ann"}"#)
                : Script.Answer(status: 401, headers: ["Content-Type": "text/html"], body: "<html>")
        }
        let site = ConfluenceSite(try HTTPURL("https://wiki.corp"), deployment: .datacenter)
        let found = try await ConfluenceClient.login(
            site, user: "ann", secret: Secret("pw"), transport: script.transport)
        #expect(found.user.displayName == "Ann")
        guard case .basic = found.credentials else { return #expect(Bool(false)) }
        #expect(script.asked.last?.query["os_authType"] == "basic")
        let token = Script { _ in .json(#"{"type":"known","userKey":"4028aa"}"#) }
        guard
            case .bearer = try await ConfluenceClient.login(
                site, user: "ann", secret: Secret("pat"), transport: token.transport
            ).credentials
        else { return #expect(Bool(false)) }
        #expect(token.asked.count == 1)
    }

    @Test("a CAPTCHA is told as one")
    func captcha() async throws {
        let script = Script { _ in
            .json(
                "{}", status: 403,
                headers: [
                    "X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE; login-url=https://wiki.corp/login.action"
                ])
        }
        await #expect { try await client(script).currentUser() } throws: { "\($0)".contains("CAPTCHA") }
    }

    @Test("attachments carry their container, type and size; downloads go to the path they name")
    func attachments() async throws {
        let script = Script { asked in
            if asked.path.hasSuffix("/download/attachments/1/upgrade.sh") {
                _ = "bytes".withCString { write(asked.file ?? -1, $0, 5) }
                return Script.Answer(headers: ["Content-Type": "text/x-sh"], body: "bytes")
            }
            return .json(
                Self.list([
                    #"{"id":"att227","type":"attachment","status":"current","title":"upgrade.sh","version":{"number":2,"when":"2025-05-05T15:05:36.632+02:00"},"container":{"id":"1","type":"page"},"metadata":{"mediaType":"text/x-sh"},"extensions":{"mediaType":"text/x-sh","fileSize":2430},"_links":{"download":"/download/attachments/1/upgrade.sh?version=1&api=v2","webui":"/x"}}"#
                ]))
        }
        let client = try client(script)
        let attachment = try #require(try await client.attachments(of: nil).elements.first)
        #expect(attachment.containerID == ContentID("1"))
        #expect(attachment.containerKind == .page)
        #expect(attachment.fileSize == 2430)
        #expect(attachment.mediaType == "text/x-sh")
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        _ = try await client.download(attachment, to: file, maxBytes: 100)
        #expect(script.asked.last?.path == "/confluence/download/attachments/1/upgrade.sh")
        #expect(script.asked.last?.query["version"] == "1")
    }
}
