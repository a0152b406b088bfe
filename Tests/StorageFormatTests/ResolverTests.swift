import MarkdownWriter
import StorageFormat
import Testing

@Suite("What the surroundings know")
struct ResolverTests {
    private struct Known: ContentResolver {
        var bodies: [String: String] = [:]

        func user(_ user: UserReference) -> ResolvedUser? {
            user.accountID == "1" ? ResolvedUser(displayName: "Ada L.") : nil
        }
        func pageURL(spaceKey: String?, title: String) -> String? { "https://site/\(title)" }
        func smartLinkTitle(url: String) -> String? { "Card title" }
        func jiraServerURL(id: String?, name: String?) -> String? { "https://jira.example.org" }
        func jiraIssue(key: String) -> ResolvedIssue? { ResolvedIssue(summary: "Fix it", status: "Done") }
        func includedContent(_ page: PageReference) -> IncludedContent? {
            bodies[page.title].map { IncludedContent(storage: $0, context: ConversionContext(pageTitle: page.title)) }
        }
        func listing(macro: String, parameters: [String: String]) -> ResolvedListing? {
            macro == "children" ? .links([ResolvedLink(title: "Child", url: "https://site/c")]) : nil
        }
    }

    private func markdown(_ storage: String, _ resolver: Known = Known()) throws -> String {
        let reader = StorageFormatReader(resolver: resolver)
        return MarkdownWriter().write(try reader.read(storage).tree).text
    }

    private func include(_ title: String, _ macro: String = "include") -> String {
        """
        <ac:structured-macro ac:name="\(macro)"><ac:parameter ac:name=""><ac:link>\
        <ri:page ri:content-title="\(title)"/></ac:link></ac:parameter></ac:structured-macro>
        """
    }

    @Test("users, cards, issues and listings are filled in")
    func fills() throws {
        #expect(try markdown(#"<p><ac:link><ri:user ri:account-id="1"/></ac:link></p>"#) == "@Ada L.\n")
        #expect(
            try markdown(#"<p><a href="https://x.org" data-card-appearance="inline">https://x.org</a></p>"#)
                == "[Card title](https://x.org)\n")
        let jira =
            #"<ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">A-1</ac:parameter></ac:structured-macro>"#
        #expect(try markdown("<p>\(jira)</p>") == "[A-1](https://jira.example.org/browse/A-1) – Fix it `Done`\n")
        #expect(try markdown(#"<ac:structured-macro ac:name="children"/>"#) == "- [Child](https://site/c)\n")
    }

    @Test("an included page stands in place, an excerpt below its page's title")
    func includes() throws {
        let known = Known(bodies: [
            "Part": """
            <p>before</p><ac:structured-macro ac:name="excerpt"><ac:rich-text-body><p>core</p></ac:rich-text-body></ac:structured-macro>
            """
        ])
        #expect(try markdown(include("Part"), known) == "before\n\ncore\n")
        #expect(try markdown(include("Part", "excerpt-include"), known) == "**Part**\n\ncore\n")
        #expect(try markdown(include("Unknown"), known) == "[Unknown](https://site/Unknown)\n")
    }

    @Test("a circle of inclusions ends in a link")
    func circle() throws {
        let known = Known(bodies: ["A": "<p>a</p>" + include("B"), "B": "<p>b</p>" + include("A")])
        #expect(try markdown(include("A"), known) == "a\n\nb\n\n[A](https://site/A)\n")
    }

    @Test("inclusions stop at their number and at their size")
    func bounds() throws {
        let known = Known(bodies: [
            "A": String(repeating: include("B"), count: 50), "B": String(repeating: include("C"), count: 50),
            "C": "<p>c</p>",
        ])
        let document = try StorageFormatReader(resolver: known).read(include("A"))
        #expect(document.warnings.contains { $0.code == .inclusionStopped })
    }
}
