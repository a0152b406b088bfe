import ContentTree
import StorageFormat
import Testing

@Suite("Bodies that are not well-formed")
struct RecoveryTests {
    @Test(
        "are read as a browser would",
        arguments: [
            ("<p>a<p>b", "a\n\nb\n"),
            ("<ul><li>a<li>b</ul>", "- a\n- b\n"),
            ("<p>a & b < c</p></b>", "a & b < c\n"),
            ("<b>x<i>y</b>z</i>", "**x*y***z\n"),
            ("<p title=a title=b>x<br>y", "x\\\ny\n"),
            ("<p>x <![CDATA[y <z", "x y \\<z\n"),
            ("<p>x <!-- open</p>", "x open\n"),
            ("<table><tr><td>a<td>b<tr><td>c", "|  |  |\n| --- | --- |\n| a | b |\n| c |  |\n"),
            ("<table><colgroup><col><tbody><tr><td>a</td></tr></table>", "|  |\n| --- |\n| a |\n"),
            (
                "<ac:task-list><ac:task><ac:task-id>1<ac:task-status>complete<ac:task-body>a</ac:task></ac:task-list>",
                "- [x] a\n"
            ),
            ("<h2>head<ul><li>a</li></ul><p>b</p>", "## head\n\n- a\n\nb\n"),
            ("<P>caps</P><BR>", "caps\n"),
            ("</p></p>end", "end\n"),
            ("<p>&bogus; &nbsp;&amp;</p", "&bogus; &</p\n"),
        ])
    func recovers(storage: String, markdown: String) throws {
        #expect(try Fixtures.markdown(storage).replacing("\\&", with: "&").replacing("\\</p", with: "</p") == markdown)
    }

    @Test("give a warning with the place of the first fault")
    func warns() throws {
        let document = try StorageFormatReader().read("<p>fine</p>\n<p>open</b></p>")
        let warning = try #require(document.warnings.first)
        #expect(warning.code == .recovered && warning.line == 2 && warning.column > 0)
        #expect(try StorageFormatReader().read("<p>R&D &nbsp; &bogus;</p>").warnings.isEmpty)
    }

    @Test("document types and entities are neither read nor shown")
    func noEntities() throws {
        let storage = """
            <!DOCTYPE p [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]><p>text &b; &x;</p>
            """
        #expect(try Fixtures.markdown(storage) == "text \\&b; \\&x;\n")
    }

    @Test("broken UTF-8, forbidden characters and surrogates are dropped")
    func brokenBytes() throws {
        let bytes: [UInt8] =
            Array("<p>a".utf8) + [0xFF, 0xC3] + Array("b&#0;&#xD800;&#x1;c".utf8) + [0x01] + Array("d</p>".utf8)
        let document = try StorageFormatReader().read(bytes)
        #expect(document.warnings.isEmpty)
        #expect(document.tree.blocks == [.line("abc d")])
    }

    @Test("of the words of a page at least 98 of 100 survive the loss of any one tag")
    func words() throws {
        var (wanted, kept) = (0, 0)
        for name in Fixtures.names {
            let storage = try Fixtures.text("\(name).xml")
            let words = try Self.words(storage)
            for tag in storage.matches(of: /<\/?[a-z][^<>]*>/) {
                var broken = storage
                broken.removeSubrange(tag.range)
                let found = try Self.words(broken)
                for (word, count) in words {
                    wanted += count
                    kept += min(count, found[word] ?? 0)
                }
            }
        }
        #expect(Double(kept) >= 0.98 * Double(wanted), "\(kept) of \(wanted)")
    }

    /// What readers see, without addresses, and how often.
    private static func words(_ storage: String) throws -> [String: Int] {
        Fixtures.words(try StorageFormatReader().read(storage).tree.blocks.plainText)
            .reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
