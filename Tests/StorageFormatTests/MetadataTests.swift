import MarkdownWriter
import StorageFormat
import Testing

@Suite("Facts met on the way")
struct MetadataTests {
    @Test("links, files, users, issues, languages, tasks and properties are reported")
    func facts() throws {
        let storage = """
            <p><a href="https://e.org">web</a> <ac:link><ri:page ri:content-title="P"/></ac:link> <ac:link><ri:user ri:username="kim"/></ac:link></p>\
            <ac:image><ri:attachment ri:filename="i.png"/></ac:image>\
            <ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">A-1</ac:parameter></ac:structured-macro>\
            <ac:structured-macro ac:name="code"><ac:parameter ac:name="language">js</ac:parameter><ac:plain-text-body>x</ac:plain-text-body></ac:structured-macro>\
            <ac:task-list><ac:task><ac:task-status>complete</ac:task-status><ac:task-body>a</ac:task-body></ac:task><ac:task><ac:task-body>b</ac:task-body></ac:task></ac:task-list>\
            <ac:structured-macro ac:name="details"><ac:rich-text-body><table><tr><th>Owner</th><td>Ana</td></tr></table></ac:rich-text-body></ac:structured-macro>\
            <ac:structured-macro ac:name="nobody-knows"/>
            """
        let facts = try StorageFormatReader().read(storage).metadata
        #expect(facts.links.map(\.kind) == [.web, .page])
        #expect(facts.links.map(\.text) == ["web", "P"])
        #expect(facts.attachments == ["i.png"])
        #expect(facts.users == ["kim"])
        #expect(facts.jiraKeys == ["A-1"])
        #expect(facts.codeLanguages == ["javascript"])
        #expect(facts.openTasks == 1 && facts.doneTasks == 1)
        #expect(facts.properties == [DocumentMetadata.Property(key: "Owner", value: "Ana")])
        #expect(facts.unknownMacros == ["nobody-knows": 1])
    }

    @Test("headings come with slugs and with the place of their line")
    func headings() throws {
        let markdown = MarkdownWriter().write(
            try StorageFormatReader().read("<h1>Über A</h1><p>é</p><h2>Same</h2><h2>Same</h2>").tree)
        #expect(markdown.headings.map(\.slug) == ["über-a", "same", "same-1"])
        for heading in markdown.headings {
            let line = String(decoding: Array(markdown.text.utf8)[heading.offset...], as: UTF8.self).prefix {
                $0 != "\n"
            }
            #expect(line == String(repeating: "#", count: heading.level) + " " + heading.text)
        }
    }
}
