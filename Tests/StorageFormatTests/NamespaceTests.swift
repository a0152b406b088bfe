import StorageFormat
import Testing

/// "Namespaces in XML 1.0": a prefix is short for an address.
@Suite("Prefixes that a document declares")
struct NamespaceTests {
    private static let macro = """
        <ac:structured-macro ac:name="status"><ac:parameter ac:name="title">DONE</ac:parameter></ac:structured-macro>
        """

    @Test(
        "stand for Confluence whatever their spelling, when they are bound to its address",
        arguments: [
            #"<x xmlns:ac="http://www.atlassian.com/schema/confluence/4/ac/">\#(macro)</x>"#,
            #"<x xmlns:ac="http://a.example/ac">\#(macro)</x>"#,
            #"<x xmlns:c="http://www.atlassian.com/schema/confluence/4/ac/">"# + macro.replacing("ac:", with: "c:")
                + "</x>",
            #"<x xmlns="http://www.atlassian.com/schema/confluence/4/">\#(macro)</x>"#,
            macro,
        ])
    func ours(storage: String) throws {
        #expect(try Fixtures.markdown(storage) == "`DONE`\n")
    }

    @Test("mean nothing when they are bound to something else; their text is text, and a warning says so")
    func foreign() throws {
        let document = try StorageFormatReader().read(#"<x xmlns:ac="urn:else"><p>a \#(Self.macro)</p></x>"#)
        #expect(document.warnings.map(\.code) == [.foreignNamespace])
        #expect(try Fixtures.markdown(#"<x xmlns:ac="urn:else"><p>a \#(Self.macro)</p></x>"#) == "a DONE\n")
    }

    @Test("are in force inside of their element alone")
    func scope() throws {
        let storage = #"<p xmlns:ac="urn:else">\#(Self.macro)</p><p>\#(Self.macro)</p>"#
        #expect(try Fixtures.markdown(storage) == "DONE\n\n`DONE`\n")
    }

    @Test("are understood for HTML, too")
    func html() throws {
        let storage = #"<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a <h:b>b</h:b></h:p></h:div>"#
        #expect(try Fixtures.markdown(storage) == "a **b**\n")
    }
}
