import ConfluenceClient
import ConfluenceModel
import Glibc
import HTTPTransport
import Testing

@Suite("Attachments on Cloud")
struct DownloadTests {
    private let attachment = Attachment(
        id: ContentID("att9001"), status: .current, fileName: "design.pdf", containerID: ContentID("65657"),
        containerKind: .page,
        mediaType: "application/pdf", fileSize: 5, version: ContentVersion(number: 2))

    private func temporaryFile() -> Int32 {
        var template = Array("/tmp/confluence-client-XXXXXX\0".utf8.map { CChar(bitPattern: $0) })
        let file = mkstemp(&template)
        unlink(template)
        return file
    }

    private func text(_ file: Int32) -> String {
        lseek(file, 0, SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(file, &bytes, 100)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func write(_ text: String, _ asked: Script.Asked) {
        _ = text.withCString { Glibc.write(asked.file ?? -1, $0, text.utf8.count) }
    }

    @Test("the listing gives container, version and size")
    func listing() async throws {
        let script = Script { asked in
            guard asked.path == "/wiki/api/v2/attachments", asked.query["sort"] == "-modified-date" else { return nil }
            return .json(
                Shape.list([
                    #"{"id":"att9001","status":"current","title":"design.pdf","createdAt":"2026-10-01T08:00:00.000Z","pageId":"65657","mediaType":"application/pdf","comment":"v2","fileId":"0c9f","fileSize":482211,"webuiLink":"/pages/viewpageattachments.action?pageId=65657","downloadLink":"/download/attachments/65657/design.pdf?version=2","version":{"createdAt":"2026-11-20T12:00:00.000Z","number":2,"authorId":"a1"},"_links":{}}"#,
                    #"{"id":"att9002","status":"current","title":"x.bin","blogPostId":"77","fileSize":0,"version":{"number":1}}"#,
                    #"{"id":"att9003","status":"current","title":"y.bin","customContentId":"78","version":{"number":1}}"#,
                ]))
        }
        let listed = try await script.client().attachments(of: nil, limit: 50).elements
        #expect(listed.map(\.containerKind) == [.page, .blogpost, nil])
        #expect(listed[0].version.number == 2)
        #expect(listed.map(\.fileSize) == [482_211, 0, nil])
    }

    @Test("a file is asked for by its container and written to the descriptor")
    func download() async throws {
        let script = Script { asked in
            guard asked.path == "/wiki/rest/api/content/65657/child/attachment/att9001/download" else { return nil }
            Self.write("bytes", asked)
            return Script.Answer(headers: ["Content-Type": "application/pdf"], body: "bytes")
        }
        let file = temporaryFile()
        defer { close(file) }
        #expect(try await script.client().download(attachment, to: file, maxBytes: 100) == 5)
        #expect(text(file) == "bytes")
    }

    @Test("a download that breaks off is wound back and asked for again")
    func brokenOff() async throws {
        let left = Counter(2)
        let script = Script { asked in
            let breaks = left.take()
            Self.write(breaks ? "half of it and more" : "bytes", asked)
            return breaks
                ? .failing(.truncated) : Script.Answer(headers: ["Content-Type": "application/pdf"], body: "bytes")
        }
        let file = temporaryFile()
        defer { close(file) }
        #expect(try await script.client().download(attachment, to: file, maxBytes: 100) == 5)
        #expect(text(file) == "bytes")
    }

    @Test("a login page is not taken for the file")
    func loginPage() async throws {
        let script = Script { _ in .html(200) }
        let file = temporaryFile()
        defer { close(file) }
        await #expect {
            try await script.client().download(attachment, to: file, maxBytes: 100)
        } throws: { ($0 as? ConfluenceError)?.code == .notJSON }
    }

    @Test(
        "what the host of the files says, or a redirect to it, is about that file and not about our credentials",
        arguments: [
            Script.Answer(status: 401, origin: "https://media.example/file/1?token=x"),
            Script.Answer(status: 410, origin: "https://media.example/file/1?token=x"),
            Script.Answer(status: 302, origin: "https://media.example/file/1?token=x"),
            Script.Answer(status: 401, body: "scope does not match", origin: "https://media.example/file/1"),
            .json("{}", status: 410), .failing(.tls), .failing(.badURL), .failing(.redirectRefused),
        ])
    func elsewhere(answer: Script.Answer) async throws {
        let script = Script { _ in answer }
        let file = temporaryFile()
        defer { close(file) }
        do {
            _ = try await script.client().download(attachment, to: file, maxBytes: 100)
            Issue.record("no error")
        } catch let error as ConfluenceError {
            #expect(error.code == .fileUnavailable)
            #expect(error.remedy == .retry(after: nil))
            #expect(!error.message.contains("token=x"))
        }
    }

    @Test("a token is not renewed because the host of the files refuses it")
    func noRenewal() async throws {
        let script = Script { _ in Script.Answer(status: 401, origin: "https://media.example/file/1") }
        let file = temporaryFile()
        defer { close(file) }
        let client = try script.client(credentials: .source(Unrenewable()))
        await #expect {
            try await client.download(attachment, to: file, maxBytes: 100)
        } throws: { ($0 as? ConfluenceError)?.code == .fileUnavailable }
    }

    @Test("the legacy address's refusal and a missing scope are told apart")
    func refused() async throws {
        let script = Script { _ in .json(#"{"code":401,"message":"Unauthorized; scope does not match"}"#, status: 401) }
        let file = temporaryFile()
        defer { close(file) }
        await #expect {
            try await script.client().download(attachment, to: file, maxBytes: 100)
        } throws: { ($0 as? ConfluenceError)?.code == .missingScope }
    }
}

private struct Unrenewable: BearerSource {
    func token() -> Secret { Secret("first") }

    func renew(refused: Secret) -> Bool {
        Issue.record("the token was renewed")
        return false
    }
}
