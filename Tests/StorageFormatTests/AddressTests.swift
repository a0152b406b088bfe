import ContentTree
import MarkdownWriter
import StorageFormat
import Testing

@Suite("Addresses of what a page names")
struct AddressTests {
    private static let context = ConversionContext(
        baseURL: "https://wiki.example.org/wiki", spaceKey: "DEV", pageID: "42", pageTitle: "My Page")

    @Test(
        "resources get the addresses Confluence gives them",
        arguments: [
            (
                #"<ac:link ac:anchor="Setup"><ri:page ri:content-title="Build guide" ri:space-key="OPS"/></ac:link>"#,
                "[Build guide](https://wiki.example.org/wiki/display/OPS/Build+guide#Setup)"
            ),
            (
                #"<ac:link><ri:page ri:content-title="Größe &amp; Co"/></ac:link>"#,
                "[Größe & Co](https://wiki.example.org/wiki/display/DEV/Gr%C3%B6%C3%9Fe+%26+Co)"
            ),
            (
                #"<ac:link><ri:blog-post ri:content-title="News" ri:posting-day="2024/05/01"/></ac:link>"#,
                "[News](https://wiki.example.org/wiki/display/DEV/2024/05/01/News)"
            ),
            (
                #"<ac:link><ri:attachment ri:filename="a b.pdf"/></ac:link>"#,
                "[a b.pdf](https://wiki.example.org/wiki/download/attachments/42/a%20b.pdf)"
            ),
            (
                #"<ac:link><ri:content-entity ri:content-id="7"/><ac:link-body>it</ac:link-body></ac:link>"#,
                "[it](https://wiki.example.org/wiki/pages/viewpage.action?pageId=7)"
            ),
            (#"<ac:link><ri:space ri:space-key="HR"/></ac:link>"#, "[HR](https://wiki.example.org/wiki/display/HR)"),
            (#"<a href="/wiki/x/1">tiny</a>"#, "[tiny](https://wiki.example.org/wiki/x/1)"),
            (#"<a href="/display/A/B">classic</a>"#, "[classic](https://wiki.example.org/wiki/display/A/B)"),
            (#"<ac:link ac:anchor="There"><ri:page ri:content-title="My Page"/></ac:link>"#, "[My Page](#There)"),
        ])
    func addresses(storage: String, markdown: String) throws {
        #expect(try Fixtures.markdown("<p>\(storage)</p>", Self.context) == markdown + "\n")
    }

    @Test("anchors of both editors find their heading")
    func anchors() throws {
        let markdown = try Fixtures.markdown(
            """
            <h2>Install &amp; run</h2><p><ac:link ac:anchor="MyPage-Install&amp;run"><ac:link-body>old</ac:link-body></ac:link> \
            <a href="#Install-%26-run">new</a></p>
            """, Self.context)
        #expect(markdown == "## Install & run\n\n[old](#install--run) [new](#install--run)\n")
    }
}
