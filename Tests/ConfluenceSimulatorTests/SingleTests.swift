import ConfluenceSimulator
import Foundation
import Testing

@Suite("single objects of REST v2")
struct SingleTests {
    @Test("a trashed page answers 200 and says so; a purged one 404")
    func trashed() async throws {
        try await Practice.with { practice in
            let id = try await practice.all("pages?limit=3").ids[2]
            try practice.simulator.edit(.trash(id))
            let answer = try await practice.get("/wiki/api/v2/pages/\(id)?body-format=storage")
            #expect(answer.status == 200)
            #expect(answer.json["status"].string == "trashed")
            try practice.simulator.edit(SiteEdit(.purge, id: id))
            let gone = try await practice.get("/wiki/api/v2/pages/\(id)")
            #expect(gone.status == 404)
            #expect(gone.json["errors"][0]["code"].string == "NOT_FOUND")
            #expect(try await practice.get("/wiki/rest/api/content/\(id)/restriction").json["statusCode"].int == 404)
        }
    }

    @Test("labels come with the page: fifty at most, and where the rest is")
    func labels() async throws {
        try await Practice.with { practice in
            let id = try await practice.all("pages?limit=1").ids[0]
            try practice.simulator.edit(.relabel(id, (0..<60).map { "label-\($0)" }))
            let labels = try await practice.get("/wiki/api/v2/pages/\(id)?include-labels=true").json["labels"]
            #expect(labels["results"].list.count == 50)
            #expect(labels["meta"]["hasMore"].bool == true)
            #expect(try await practice.all("pages/\(id)/labels?limit=25").count == 60)
        }
    }

    @Test("the tree agrees with the pages' parents")
    func tree() async throws {
        try await Practice.with(.generated(pages: 700, spaces: 1)) { practice in
            let pages = try await practice.all("pages?limit=250")
            #expect(pages.contains { $0["parentType"].string == "folder" })
            for page in pages.filter({ $0["parentType"].string == "folder" }).prefix(3) + pages.suffix(5) {
                let id = try #require(page["id"].string)
                let ancestors = try await practice.all("pages/\(id)/ancestors?limit=250")
                #expect(ancestors.last?["id"].string == page["parentId"].string)
                #expect(ancestors.last?["type"].string == page["parentType"].string)
                let truth = try #require(practice.simulator.pages.first { $0.id == id })
                #expect(ancestors.ids == truth.ancestors.map(\.id))
                let parent = try #require(page["parentId"].string)
                let kind = page["parentType"].string == "folder" ? "folders" : "pages"
                #expect(try await practice.all("\(kind)/\(parent)/direct-children?limit=2").ids.contains(id))
                let answer = try await practice.get("/wiki/api/v2/\(kind)/\(parent)")
                #expect(answer.json["title"].string == truth.ancestors.last?.title)
            }
            let home = try #require(pages.first { $0["parentId"].isNull }?["id"].string)
            let two = try await practice.all("pages/\(home)/descendants?limit=7")
            #expect(Set(two.compactMap { $0["depth"].int }) == [1, 2])
            #expect(two.count == Set(two.ids).count)
        }
    }

    @Test("ids are converted to types; what is unknown or hidden is null")
    func types() async throws {
        try await Practice.with { practice in
            let page = try await practice.all("pages?limit=1").ids[0]
            let post = try await practice.all("blogposts?limit=1").ids[0]
            let file = try await practice.all("attachments?limit=1").ids[0]
            let answer = try await practice.post(
                "/wiki/api/v2/content/convert-ids-to-types",
                "{\"contentIds\":[\"\(page)\",\(post),\"\(file)\",\"5\"]}")
            let results = answer.json["results"]
            #expect(results[page].string == "page" && results[post].string == "blogpost")
            #expect(results[file].string == "attachment" && results["5"].isNull)
            let many = (0..<101).map { "\"\($0)\"" }.joined(separator: ",")
            let refused = try await practice.post(
                "/wiki/api/v2/content/convert-ids-to-types", "{\"contentIds\":[\(many)]}")
            #expect(refused.status == 400)
        }
    }

    @Test("a file is behind a redirect to another port, which must not see the credentials")
    func download() async throws {
        try await Practice.with { practice in
            let file = try #require(try await practice.all("attachments?limit=20&mediaType=application/pdf").first)
            let (id, page) = (file["id"].string ?? "", file["pageId"].string ?? "")
            let redirect = try await practice.get("/wiki/rest/api/content/\(page)/child/attachment/\(id)/download")
            #expect(redirect.status == 302)
            let location = try #require(redirect.header("location"))
            let origin = location.split(separator: "/").prefix(2).joined(separator: "//")
            #expect(origin != practice.simulator.origin)
            let target = String(location.dropFirst(origin.count))
            let bytes = try await WireClient.send("GET", origin, target)
            #expect(bytes.status == 200)
            #expect(bytes.body.count == file["fileSize"].int)
            #expect(bytes.body.starts(with: Array("%PDF-".utf8)))
            #expect(practice.simulator.requests.leakedCredentials == 0)
            let leaked = try await WireClient.send("GET", origin, target, headers: [practice.credentials])
            #expect(leaked.status == 400)
            #expect(practice.simulator.requests.leakedCredentials == 1)
            let forged = target.replacing("token=", with: "token=x")
            #expect(try await WireClient.send("GET", origin, forged).status == 403)
            let servlet = try await practice.get("/wiki" + (file["downloadLink"].string ?? ""))
            #expect(servlet.status == 401)
        }
    }

    @Test("comments stand at their page and in the site's listing")
    func comments() async throws {
        try await Practice.with { practice in
            for place in ["footer", "inline"] {
                let all = try await practice.all("\(place)-comments?limit=3&body-format=storage")
                let first = try #require(all.first)
                #expect(first["body"]["storage"]["value"].string?.hasPrefix("<p>") == true)
                let page = try #require(first["pageId"].string)
                #expect(try await practice.all("pages/\(page)/\(place)-comments").ids == [first["id"].string])
                #expect(try await practice.all("\(place)-comments/\(first["id"].string ?? "")/children").isEmpty)
            }
        }
    }

    @Test("people are found in bulk, unknown ones are left out")
    func people() async throws {
        try await Practice.with { practice in
            let page = try await practice.all("pages?limit=1")[0]
            let author = try #require(page["authorId"].string)
            let answer = try await practice.post(
                "/wiki/api/v2/users-bulk", "{\"accountIds\":[\"\(author)\",\"nobody\"]}")
            #expect(answer.json["results"].list.map { $0["accountId"].string } == [author])
            let bulk = try await practice.get(
                "/wiki/rest/api/user/bulk?accountId=\(author.percentEncoded)&accountId=nobody")
            #expect(bulk.json["results"].list.count == 1)
        }
    }
}
