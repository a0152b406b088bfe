import StorageFormat
import Testing

@Suite("What has to be looked up before a conversion")
struct ReferenceTests {
    @Test("users, pages, files, issues and cards are found once each")
    func finds() {
        let storage = """
            <p><ac:link><ri:user ri:account-id="1"/></ac:link><ac:link><ri:user ri:account-id="1"/></ac:link>\
            <ac:link><ri:page ri:space-key="S" ri:content-title="T"/></ac:link>\
            <ac:image><ri:attachment ri:filename="f.png"><ri:page ri:content-title="O"/></ri:attachment></ac:image>\
            <a href="https://c.org" data-card-appearance="inline">c</a></p>\
            <ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">A-1</ac:parameter></ac:structured-macro>\
            <ac:structured-macro ac:name="include"><ac:parameter ac:name=""><ri:page ri:content-title="I"/></ac:parameter></ac:structured-macro>
            """
        let found = StorageReferences(in: storage)
        #expect(found.users == [UserReference(accountID: "1")])
        #expect(found.pages.contains(PageReference(spaceKey: "S", title: "T")))
        #expect(found.attachments == [AttachmentReference(owner: PageReference(title: "O"), fileName: "f.png")])
        #expect(found.smartLinks == ["https://c.org"])
        #expect(found.jiraKeys == ["A-1"])
        #expect(found.includedPages == [PageReference(title: "I")])
        #expect(found.macros == ["jira", "include"])
    }

    @Test("a body that is parsed once gives what it names and what it says")
    func once() throws {
        let storage = #"<p>by <ac:link><ri:user ri:account-id="1"/></ac:link></p>"#
        let body = try StorageBody(storage)
        #expect(body.references() == StorageReferences(in: storage))
        #expect(StorageFormatReader().read(body).tree == (try StorageFormatReader().read(storage)).tree)
    }
}
