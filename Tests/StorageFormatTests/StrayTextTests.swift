import Testing

@Suite("Text between the parts of lists and tables")
struct StrayTextTests {
    @Test(
        "stays in one piece",
        arguments: [
            ("<ul>a<b>b</b><li>c</li>d<i>e</i> f</ul>", "- a**b**\n\n- c\n\n  d*e* f\n"),
            ("<table>a<b>b</b>c<tr><td>d</td>e<i>f</i>g</tr></table>", "a**b**c\n\ne*f*g\n\n|  |\n| --- |\n| d |\n"),
            ("<li>a</li> <li>b</li>x<li>c</li>", "- a\n- b\n\nx\n\n- c\n"),
            ("<div><li>a</li></div><li>b</li>", "- a\n\n* b\n"),
        ])
    func inOnePiece(storage: String, markdown: String) throws {
        #expect(try Fixtures.markdown(storage) == markdown)
    }

    @Test("is shown once, however often what surrounds it is gone through")
    func once() throws {
        let table = "<table> <colgroup><col/></colgroup><tr><th>Owner</th><td>Kim</td></tr></table>"
        let macro = "<ac:structured-macro ac:name=\"details\"> <ac:parameter ac:name=\"id\">x</ac:parameter> "
        let storage = macro + "<ac:rich-text-body>" + table + "</ac:rich-text-body></ac:structured-macro>"
        #expect(try Fixtures.markdown(storage) == "|  |  |\n| --- | --- |\n| **Owner** | Kim |\n")
    }
}
