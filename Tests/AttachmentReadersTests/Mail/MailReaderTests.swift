import AttachmentModel
import AttachmentReaders
import Testing

@Suite("Mails")
struct MailReaderTests {
    private func read(_ lines: String) -> Reading {
        Reading(Array(lines.replacing("\n", with: "\r\n").utf8), by: MailReader.self)
    }

    @Test("a plain mail has its subject, people and date above its text")
    func plain() {
        let mail = """
            From: =?utf-8?Q?J=C3=B6rg?= <joerg@e.org>
            To: a@e.org,
             b@e.org
            Subject: =?ISO-8859-1?Q?Gr=FC=DF?= =?ISO-8859-1?Q?e?= from =?koi8-r?B?7c/Ty9fB?=
            Date: Fri, 16 Dec 2022 17:04:16 -0500

            Hello,

            one
            two
            """
        let expected = """
            ## Grüße from Москва

            From: Jörg \\<joerg@e.org>\\
            To: a@e.org, b@e.org\\
            Date: Fri, 16 Dec 2022 17:04:16 -0500

            Hello,

            one\\
            two

            """
        #expect(read(mail).markdown == expected)
    }

    @Test("of two forms the plain one is taken, and files are named")
    func multipart() {
        let mail = """
            Subject: s
            Content-Type: multipart/mixed; boundary="=_x"

            --=_x
            Content-Type: multipart/alternative; boundary=y

            --y
            Content-Type: text/plain; charset=windows-1251
            Content-Transfer-Encoding: base64

            z/Do4uXy
            --y
            Content-Type: text/html

            <p>other
            --y--
            --=_x
            Content-Type: application/pdf; name="old.pdf"
            Content-Disposition: attachment; filename*0*=utf-8''%e2%82%ac;
             filename*1=" rates.pdf"

            JVBERi0=
            --=_x--
            """
        #expect(read(mail).markdown == "## s\n\nПривет\n\n### Attachments\n\n- € rates.pdf\n")
    }

    @Test("a page is converted, its set of characters declared by the part")
    func page() {
        let mail = """
            Subject: s
            Content-Type: text/html; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            <h1>Caf=E9</h1><p>long=
             line
            """
        #expect(read(mail).markdown == "## s\n\n## Café\n\nlong line\n")
    }

    @Test("a saved page is its root; pictures in it are not named")
    func savedPage() {
        let mail = """
            From: <Saved by Blink>
            Subject: Page
            Content-Type: multipart/related; type="text/html"; boundary="b"

            --b
            Content-Type: text/html

            <p>shown
            --b
            Content-Type: image/png
            Content-Location: https://e.org/x.png

            x
            --b--
            """
        #expect(read(mail).markdown == "## Page\n\nshown\n")
    }

    @Test("flowed lines are joined, quotes nested")
    func flowed() {
        let mail = "Content-Type: text/plain; format=flowed\n\nThis \nflows.\nBreak\n> quoted \n> text\n>> deeper\n"
        #expect(read(mail).markdown == "This flows.\\\nBreak\n\n> quoted text\n\n> > deeper\n")
    }

    @Test("items are lists, broken lines are joined, a signature stays apart")
    func items() {
        let long = "word " + String(repeating: "long", count: 15)
        let mail = "Subject: s\n\nWe need:\n- rope\n- \(long)\n  and hooks\n\n\(long)\nend\n-- \nAnn\n"
        #expect(read(mail).markdown == "## s\n\nWe need:\n\n- rope\n- \(long) and hooks\n\n\(long) end\\\n--\\\nAnn\n")
    }

    @Test(
        "encrypted mails are refused",
        arguments: [
            "multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=x",
            "application/pkcs7-mime; smime-type=enveloped-data",
        ])
    func encrypted(type: String) {
        let reading = read("Subject: s\nContent-Type: \(type)\n\nsecret")
        #expect(reading.error?.status == .encrypted)
        #expect(reading.markdown.isEmpty)
    }

    @Test(
        "broken mails keep their text",
        arguments: [
            "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nword", "Subject: s\n\nword",
            "\n\nSubject: s\n\nword",
            "From me@e.org Mon\nSubject: s\n\nword", "Subject: s\nno colon here\n\nword",
            "Subject: s\nContent-Type: multipart/mixed\n\nword",
            "Subject: s\nContent-Type: text/plain; charset=nonsense\n\nword",
            "Subject: s\nContent-Transfer-Encoding: quoted-printable\n\nwor=64=",
        ])
    func broken(mail: String) {
        #expect(read(mail).markdown.contains("word"))
    }

    @Test("parts within parts without end are bounded")
    func nested() {
        var mail = "Subject: s\n"
        for level in 0..<200 { mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(read(mail + "\nword").error == nil)
    }
}
