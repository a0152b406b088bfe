import ConfluenceSimulator
import Foundation
import Testing

@Suite("Pages shown in others", .serialized)
struct InclusionTests {
    /// A page that shows another, and an excerpt of it in a second one.
    private func stage(
        _ deployment: SimulatorOptions.Deployment, _ body: (Stage, Site) async throws -> Void
    ) async throws {
        try await Stage.with(.generated(pages: 30, spaces: 1), on: deployment) { stage in
            let key = try #require(stage.simulator.pages.first { _ in true }).spaceKey
            let shown = try stage.simulator.edit(
                .create(space: key, title: "Shown", body: "<p>words of the shown page</p>" + excerpt("core words")))
            let whole = try stage.simulator.edit(
                .create(space: key, title: "Whole", body: "<p>before</p>" + include("Shown") + "<p>after</p>"))
            let part = try stage.simulator.edit(
                .create(space: key, title: "Part", body: include("shown", macro: "excerpt-include")))
            try await body(stage, Site(key: key, shown: shown, whole: whole, part: part))
        }
    }

    private struct Site {
        let key: String
        let shown: String
        let whole: String
        let part: String
    }

    private func include(_ title: String, space: String? = nil, macro: String = "include") -> String {
        let key = space.map { #" ri:space-key="\#($0)""# } ?? ""
        return """
            <ac:structured-macro ac:name="\(macro)"><ac:parameter ac:name=""><ac:link>\
            <ri:page ri:content-title="\(title)"\(key)/></ac:link></ac:parameter></ac:structured-macro>
            """
    }

    private func excerpt(_ text: String) -> String {
        """
        <ac:structured-macro ac:name="excerpt"><ac:rich-text-body><p>\(text)</p></ac:rich-text-body>\
        </ac:structured-macro>
        """
    }

    private func text(_ id: String, in stage: Stage) throws -> String {
        let document = try #require(try stage.documents["confluence:confluence:page:\(id)"])
        return document.markdown.trimmingCharacters(in: .newlines)
    }

    @Test(
        "an edited page changes in those that show it, in the same run and once",
        arguments: SimulatorOptions.Deployment.allCases)
    func edited(deployment: SimulatorOptions.Deployment) async throws {
        try await stage(deployment) { stage, site in
            let first = try await stage.sync()
            #expect(first.status == 0, "\(first.errors)")
            #expect(try text(site.whole, in: stage) == "before\n\nwords of the shown page\n\ncore words\n\nafter")
            #expect(try text(site.part, in: stage) == "**shown**\n\ncore words")
            try await stage.expectIdle()

            try stage.simulator.edit(.body(site.shown, "<p>new words</p>" + excerpt("new core")))
            let second = try await stage.sync()
            #expect(second.status == 0, "\(second.errors)")
            #expect(try second.count("pushed") == 3)
            #expect(try second.count("enumerated") == first.count("enumerated"))
            #expect(try text(site.whole, in: stage) == "before\n\nnew words\n\nnew core\n\nafter")
            #expect(try text(site.part, in: stage) == "**shown**\n\nnew core")
            try await stage.expectIdle()

            try stage.simulator.edit(.body(site.shown, "<p>by delta</p>" + excerpt("new core")))
            #expect(try await stage.sync("--delta").count("pushed") == 2)
            #expect(try text(site.whole, in: stage).contains("by delta"))
            try await stage.expectIdle()
        }
    }

    @Test(
        "a page that is restricted, hidden or trashed is shown no more, and again when it is back",
        arguments: SimulatorOptions.Deployment.allCases)
    func withdrawn(deployment: SimulatorOptions.Deployment) async throws {
        try await stage(deployment) { stage, site in
            #expect(try await stage.sync().status == 0)
            let changes: [(away: SiteEdit, back: SiteEdit)] = [
                // Still seen by the connector's own account, and by it alone.
                (.restrict(site.shown, users: ["5b10a0effa615349cb016cd8"]), SiteEdit(.unrestrict, id: site.shown)),
                (.restrict(site.shown, users: ["somebody"]), SiteEdit(.unrestrict, id: site.shown)),
                (.trash(site.shown), .restore(site.shown)),
            ]
            for change in changes {
                try stage.simulator.edit(change.away)
                let away = try await stage.sync()
                #expect(away.status == 0, "\(away.errors)")
                #expect(try stage.documents["confluence:confluence:page:\(site.shown)"] == nil)
                for document in try stage.documents.values {
                    #expect(!document.markdown.contains("words of the shown page"), "\(document.title)")
                    #expect(!document.markdown.contains("core words"), "\(document.title)")
                }
                #expect(try text(site.whole, in: stage).contains("[Shown]("))
                try await stage.expectIdle()

                try stage.simulator.edit(change.back)
                let back = try await stage.sync()
                #expect(back.status == 0, "\(back.errors)")
                #expect(try text(site.whole, in: stage).contains("words of the shown page"))
                #expect(try text(site.part, in: stage).contains("core words"))
                try await stage.expectIdle()
            }
        }
    }

    @Test(
        "of what would not be pushed itself a link is all that is shown",
        arguments: SimulatorOptions.Deployment.allCases)
    func secrets(deployment: SimulatorOptions.Deployment) async throws {
        try await Stage.with(.generated(pages: 40, spaces: 2), on: deployment) { stage in
            let keys = Set(stage.simulator.pages.map(\.spaceKey)).sorted()
            let owner = ["5b10a0effa615349cb016cd8"]
            let parent = try stage.simulator.edit(.create(space: keys[0], title: "Locked", body: "<p>mark-1</p>"))
            try stage.simulator.edit(
                .create(space: keys[0], title: "Below", below: parent, body: "<p>mark-2</p>" + excerpt("mark-3")))
            try stage.simulator.edit(.restrict(parent, users: owner))
            // Open itself, and shows what is not.
            try stage.simulator.edit(
                .create(space: keys[0], title: "Open", body: "<p>fine</p>" + include("Locked") + include("Below")))
            let whole = try stage.simulator.edit(
                .create(
                    space: keys[0], title: "Whole",
                    body: include("Locked") + include("Below") + include("Below", macro: "excerpt-include")
                        + include("Open") + include("Nowhere")))
            let ended = try await stage.sync()
            #expect(ended.status == 0, "\(ended.errors)")
            let text = try text(whole, in: stage)
            #expect(text.contains("fine"))
            for title in ["Locked", "Below", "Nowhere"] { #expect(text.contains("[\(title)](http"), "\(text)") }
            for document in try stage.documents.values { #expect(!document.markdown.contains("mark-")) }
        }
    }

    @Test("of spaces that are not synced nothing is shown, and nothing is asked for")
    func otherSpaces() async throws {
        try await Stage.with(.sample, settings: ["CONFLUENCE_SPACE_KEYS": "ENG"]) { stage in
            #expect(try await stage.sync().status == 0)
            let page = try #require(try stage.documents.values.first { $0.markdown.contains("reminder for guests") })
            #expect(page.markdown.contains("/display/OPS/Permit+to+work)"))
            #expect(page.markdown.contains("Tideway"))
        }
    }

    @Test("pages that show each other come to rest")
    func circles() async throws {
        try await Stage.with(.generated(pages: 20, spaces: 1)) { stage in
            let key = try #require(stage.simulator.pages.first { _ in true }).spaceKey
            let titles = ["One", "Two", "Three"]
            let ids = try titles.indices.map { index in
                try stage.simulator.edit(
                    .create(
                        space: key, title: titles[index],
                        body: "<p>text \(index)</p>" + include(titles[(index + 1) % 3]) + include(titles[index])))
            }
            #expect(try await stage.sync().status == 0)
            try await stage.expectIdle()
            for id in ids {
                try stage.simulator.edit(.body(id, "<p>edited \(id)</p>" + include("One") + include("Two")))
                #expect(try await stage.sync().status == 0)
                #expect(try text(ids[1], in: stage).contains("edited \(ids[0])"))
                try await stage.expectIdle()
            }
        }
    }

    @Test(
        "a page that comes to bear a name that others show is shown there",
        arguments: SimulatorOptions.Deployment.allCases)
    func appears(deployment: SimulatorOptions.Deployment) async throws {
        try await stage(deployment) { stage, site in
            let waiting = try stage.simulator.edit(
                .create(space: site.key, title: "Waiting", body: include("Late") + include("New name")))
            #expect(try await stage.sync().status == 0)
            #expect(try text(waiting, in: stage).contains("[Late]("))
            try stage.simulator.edit(.create(space: site.key, title: "Late", body: "<p>here I am</p>"))
            try stage.simulator.edit(.retitle(site.shown, "New name"))
            #expect(try await stage.sync().status == 0)
            let text = try text(waiting, in: stage)
            #expect(text.contains("here I am"))
            #expect(text.contains("words of the shown page"))
            #expect(try self.text(site.whole, in: stage).contains("[Shown]("))
            try await stage.expectIdle()
        }
    }

    @Test("a page that hundreds show costs a request and not hundreds, and all of them follow")
    func popular() async throws {
        try await Stage.with(.generated(pages: 60, spaces: 1)) { stage in
            let key = try #require(stage.simulator.pages.first { _ in true }).spaceKey
            let footer = try stage.simulator.edit(.create(space: key, title: "Footer", body: "<p>first footer</p>"))
            let ids = try (1...400).map {
                try stage.simulator.edit(.create(space: key, title: "Page \($0)", body: include("Footer")))
            }
            #expect(try await stage.sync().status == 0)
            #expect(
                Double(stage.simulator.requests.total - stage.simulator.requests.downloads) <= 0.04 * 460 + 30)
            try stage.simulator.edit(.body(footer, "<p>second footer</p>"))
            let ended = try await stage.sync()
            #expect(ended.status == 0, "\(ended.errors)")
            #expect(try ended.count("pushed") == 401)
            let documents = try stage.documents
            for id in ids {
                #expect(documents["confluence:confluence:page:\(id)"]?.markdown.contains("second footer") == true)
            }
            try await stage.expectIdle()
        }
    }

    @Test("a file of another page is linked by its address", arguments: SimulatorOptions.Deployment.allCases)
    func files(deployment: SimulatorOptions.Deployment) async throws {
        try await stage(deployment) { stage, site in
            let page = try stage.simulator.edit(
                .create(
                    space: site.key, title: "Linking",
                    body: """
                        <p><ac:link><ri:attachment ri:filename="a b&amp;c.pdf"><ri:page ri:content-title="Shown"/>\
                        </ri:attachment></ac:link></p>
                        """))
            #expect(try await stage.sync().status == 0)
            #expect(
                try text(page, in: stage).contains("/download/attachments/\(site.shown)/a%20b%26c.pdf)"))
        }
    }

    @Test("files of a shown page keep their own page's address")
    func shownFiles() async throws {
        try await stage(.cloud) { stage, site in
            try stage.simulator.edit(
                .body(site.shown, #"<p><ac:link><ri:attachment ri:filename="x.pdf"/></ac:link></p>"#))
            #expect(try await stage.sync().status == 0)
            #expect(try text(site.whole, in: stage).contains("/download/attachments/\(site.shown)/x.pdf)"))
        }
    }
}
