import AttachmentModel
import Foundation
import TestSupport
import Testing
import TextExtraction

@Suite("Files inside mails")
struct NestedTests {
    private func mail(_ files: [(name: String, type: String, bytes: [UInt8])]) -> [UInt8] {
        var text = "From: a@e.org\nSubject: Papers\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        text += "--b\nContent-Type: text/plain\n\nSee below.\n"
        for file in files {
            text += "--b\nContent-Type: \(file.type)\nContent-Transfer-Encoding: base64\n"
            text += "Content-Disposition: attachment; filename=\"\(file.name)\"\n\n"
            text += Data(file.bytes).base64EncodedString(options: .lineLength76Characters) + "\n"
        }
        return Array((text + "--b--\n").utf8)
    }

    private func read(
        _ bytes: [UInt8], name: String = "a.eml", _ change: (inout ExtractionSettings) -> Void = { _ in }
    ) async throws -> Extraction {
        let settings = Helpers.settings {
            $0.readsNested = true
            change(&$0)
        }
        return try await TextExtractor(settings: settings, helpers: try Helpers.found()).extract(bytes, name: name)
    }

    private var papers: [UInt8] {
        mail([
            ("plan.docx", "application/octet-stream", MadeFiles.word(MadeFiles.paragraph("The plan"))),
            ("survey *1*.pdf", "application/pdf", TinyPDF(["The survey"]).bytes),
            ("note.txt", "text/plain", Array("A note".utf8)),
            ("film.bin", "application/octet-stream", [0, 1, 2, 3]),
        ])
    }

    @Test("are read where the operator wants it, those of other programs last; all are named")
    func reads() async throws {
        let outcome = try await read(papers)
        #expect(outcome.status == .ok)
        #expect(
            outcome.markdown == """
                ## Papers

                From: a@e.org

                See below.

                ### Attachments

                - plan.docx
                - survey \\*1\\*.pdf
                - note.txt
                - film.bin

                ## plan.docx

                The plan

                ## note.txt

                A note

                ## survey \\*1\\*.pdf

                <!-- page 1 -->

                The survey

                """)
    }

    @Test("are only named otherwise")
    func names() async throws {
        let outcome = try await read(papers) { $0.readsNested = false }
        #expect(outcome.markdown.hasSuffix("- film.bin\n"))
        #expect(!outcome.markdown.contains("The plan"))
    }

    @Test("a kind that is not wanted is not read inside a mail either")
    func filters() async throws {
        let outcome = try await read(papers) { $0.kinds = [.eml, .text] }
        #expect(outcome.markdown.contains("A note"))
        #expect(!outcome.markdown.contains("The plan"))
        #expect(!outcome.markdown.contains("The survey"))
    }

    @Test("a mail inside a mail is read, what it carries is only named")
    func depth() async throws {
        let inner = mail([("deep.txt", "text/plain", Array("too deep".utf8))])
        let outcome = try await read(mail([("inner.eml", "message/rfc822", inner)]))
        #expect(outcome.markdown.contains("## inner.eml\n\n## Papers\n"))
        #expect(outcome.markdown.contains("- deep.txt"))
        #expect(!outcome.markdown.contains("too deep"))
    }

    @Test("no more than a hundred are read, within the limit of one text")
    func bounds() async throws {
        let many = (1...150).map { ("\($0).txt", "text/plain", Array("words of file \($0).".utf8)) }
        let outcome = try await read(mail(many))
        #expect(outcome.markdown.contains("words of file 100."))
        #expect(!outcome.markdown.contains("words of file 101."))
        let pages = (1...20).map { ("\($0).pdf", "application/pdf", TinyPDF(["Page \($0) of many"]).bytes) }
        let cut = try await read(mail(pages)) { $0.maxTextBytes = 1_000 }
        #expect(cut.truncated == .text)
        #expect(cut.markdown.utf8.count <= 1_000)
    }

    @Test("damaged and encrypted ones do not harm the mail")
    func survives() async throws {
        let outcome = try await read(
            mail([
                ("cut.docx", "application/zip", Array(MadeFiles.word(MadeFiles.paragraph("x")).prefix(100))),
                ("locked.docx", "application/zip", MadeFiles.encryptedZip),
                ("broken.pdf", "application/pdf", Array("%PDF-1.4\nnothing".utf8)),
                ("good.txt", "text/plain", Array("good".utf8)),
            ]))
        #expect(outcome.status == .ok)
        #expect(outcome.markdown.hasSuffix("## good.txt\n\ngood\n"))
    }

    @Test("Outlook's messages carry files, too")
    func outlook() async throws {
        let storage = "__attach_version1.0_#00000000/"
        let message = MadeFiles.message([
            (storage + "__properties_version1.0", [UInt8](repeating: 0, count: 8)),
            (storage + "__substg1.0_3707001F", MadeCompound.wide("survey.pdf")),
            (storage + "__substg1.0_37010102", TinyPDF(["The survey"]).bytes),
        ])
        let outcome = try await read(message, name: "a.msg")
        #expect(
            outcome.markdown == """
                A letter

                ### Attachments

                - survey.pdf

                ## survey.pdf

                <!-- page 1 -->

                The survey

                """)
    }
}
