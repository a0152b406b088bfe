import ConfluenceSimulator
import Testing

@Suite("OAuth 2.0 and the gateway")
struct OAuthTests {
    private func token(_ practice: Practice, _ members: String, secret: String = "simulator-secret") async throws
        -> Answer
    {
        try await practice.post(
            "/oauth/token", "{\"client_id\":\"simulator-client\",\"client_secret\":\"\(secret)\",\(members)}")
    }

    private func code(_ practice: Practice) async throws -> String {
        let answer = try await practice.get("/authorize?redirect_uri=http%3A%2F%2Flocalhost%2Fcallback&state=a%20b")
        let location = try #require(answer.header("location"))
        #expect(
            answer.status == 302 && location.hasPrefix("http://localhost/callback?code=")
                && location.hasSuffix("&state=a%20b"))
        return String(try #require(location.split(separator: "=").dropFirst().first).prefix { $0 != "&" })
    }

    @Test("a code becomes tokens, which open the gateway and nothing else")
    func grant() async throws {
        try await Practice.with { practice in
            let code = try await code(practice)
            let grant = try await token(practice, "\"grant_type\":\"authorization_code\",\"code\":\"\(code)\"").json
            let bearer = "Authorization: Bearer " + (try #require(grant["access_token"].string))
            let again = try await token(practice, "\"grant_type\":\"authorization_code\",\"code\":\"\(code)\"")
            #expect(again.status == 403)
            let origin = practice.simulator.origin
            let sites = try await WireClient.send("GET", origin, "/oauth/token/accessible-resources", headers: [bearer])
            let cloud = try #require(sites.json[0]["id"].string)
            let path = "/ex/confluence/\(cloud)/wiki/api/v2/pages?limit=2"
            let pages = try await WireClient.send("GET", origin, path, headers: [bearer])
            #expect(pages.json["results"].list.count == 2)
            #expect(pages.json["_links"]["next"].string?.hasPrefix("/wiki/api/v2/pages?") == true)
            let direct = try await WireClient.send("GET", origin, "/wiki/api/v2/pages", headers: [bearer])
            #expect(direct.status == 401)
            let forged = try await WireClient.send("GET", origin, path, headers: ["Authorization: Bearer x"])
            #expect(forged.status == 401 && forged.json["code"].int == 401)
        }
    }

    @Test("refresh tokens rotate: the old one is tolerated for a while, then refused")
    func rotation() async throws {
        try await Practice.with { practice in
            let code = try await code(practice)
            let first = try await token(practice, "\"grant_type\":\"authorization_code\",\"code\":\"\(code)\"").json
            let refresh = try #require(first["refresh_token"].string)
            let members = "\"grant_type\":\"refresh_token\",\"refresh_token\":\"\(refresh)\""
            let second = try await token(practice, members)
            #expect(second.status == 200 && second.json["refresh_token"].string != refresh)
            #expect(try await token(practice, members).status == 200)
            practice.simulator.configure { $0.oauthLeeway = .zero }
            let refused = try await token(practice, members)
            #expect(refused.status == 403 && refused.json["error"].string == "unauthorized_client")
            let wrong = try await token(practice, members, secret: "no")
            #expect(wrong.status == 401 && wrong.json["error"].string == "access_denied")
        }
    }

    @Test("access tokens run out, by their time or by a fault; a refreshed one is good", arguments: [true, false])
    func expiry(_ byFault: Bool) async throws {
        try await Practice.with { practice in
            practice.simulator.configure { $0.oauthLifetime = byFault ? .seconds(60) : .zero }
            let code = try await code(practice)
            let grant = try await token(practice, "\"grant_type\":\"authorization_code\",\"code\":\"\(code)\"").json
            let path = "/ex/confluence/11111111-2222-3333-4444-555555555555/wiki/api/v2/pages?limit=2"
            func status(_ grant: Value) async throws -> Int {
                let bearer = "Authorization: Bearer " + (grant["access_token"].string ?? "")
                return try await WireClient.send("GET", practice.simulator.origin, path, headers: [bearer]).status
            }
            if byFault {
                practice.simulator.add(Fault(.tokenExpiry))
            } else {
                practice.simulator.configure { $0.oauthLifetime = .seconds(60) }
            }
            #expect(try await status(grant) == 401)
            let refresh = grant["refresh_token"].string ?? ""
            let fresh = try await token(
                practice, "\"grant_type\":\"refresh_token\",\"refresh_token\":\"\(refresh)\""
            ).json
            #expect(try await status(fresh) == 200)
            #expect(try await status(grant) == 401)
        }
    }
}
