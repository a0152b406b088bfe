import AttachmentModel
import HTTPTransport
import Synchronization
import TestSupport
import Testing
import TextExtraction

/// Against a real socket that answers as Tika's documentation says ("TikaServer", "Tika Resource").
@Suite("A Tika server")
struct TikaTests {
    /// What nothing here reads.
    private let drawing: [UInt8] = Array("AC1032".utf8) + [0, 0, 0, 0, 0, 1, 2, 3]
    /// A package whose document is cut off inside its markup.
    private var half: [UInt8] {
        MadeFiles.word("<w:p><w:r><w:t>half a report</w:t></w:r></w:p></w:tbl>")
    }

    private func reader(
        _ server: LoopbackServer, mode: TikaSettings.Mode = .unsupported, clock: any Clock<Duration> = LeapingClock()
    ) throws -> TextExtractor {
        let address = try HTTPURL(server.url("/proxied"))
        let settings = Helpers.settings { $0.tika = TikaSettings(address: address, mode: mode) }
        return TextExtractor(settings: settings, helpers: try Helpers.found(), clock: clock)
    }

    @Test("gets what nothing here reads, whole, by PUT, and its text is cleaned as any other")
    func reads() async throws {
        let bodies = Mutex<[[UInt8]]>([])
        let server = try LoopbackServer { visit in
            bodies.withLock { $0.append(visit.body) }
            visit.answer(text: "\u{FEFF}The ﬁrst storey\r\n\r\n\r\n\r\nThe second\u{200E}\n")
        }
        defer { server.stop() }
        let outcome = try await reader(server).extract(drawing, name: "house.dwg", mediaType: "image/vnd.dwg")
        #expect(outcome.status == .ok)
        #expect(outcome.kind == .other)
        #expect(outcome.markdown == "The first storey\n\nThe second\n")
        #expect(bodies.withLock { $0 } == [drawing])
        let head = try #require(server.heads.first)
        #expect(head.hasPrefix("PUT /proxied/tika HTTP/1.1"))
        #expect(head.contains("Accept: text/plain"))
        #expect(head.contains("X-Tika-Skip-Embedded: true"))
        // These would have it read files of its own.
        #expect(!head.lowercased().contains("fetcher"))
        #expect(!head.contains("house"))
    }

    @Test("does not get what is read here, nor what is encrypted, nor an empty file")
    func leavesAlone() async throws {
        let server = try LoopbackServer { $0.answer(text: "words") }
        defer { server.stop() }
        let extractor = try reader(server, mode: .fallback)
        #expect(try await extractor.extract("plain words".utf8, name: "a.txt").markdown == "plain words\n")
        #expect(try await extractor.extract([], name: "a.dwg").status == .noText)
        #expect(try await extractor.extract(MadeFiles.encryptedZip, name: "a.docx").status == .encrypted)
        #expect(server.heads.isEmpty)
    }

    @Test("as a fallback it also gets what is corrupt; the longer text wins")
    func fallsBack() async throws {
        let server = try LoopbackServer { $0.answer(text: "half a report and its other half\n") }
        defer { server.stop() }
        let plain = try await reader(server).extract(half, name: "a.docx")
        #expect(plain.status == .corrupt)
        #expect(plain.markdown == "half a report\n")
        let whole = try await reader(server, mode: .fallback).extract(half, name: "a.docx")
        #expect(whole.status == .ok)
        #expect(whole.markdown == "half a report and its other half\n")
        #expect(whole.kind == .docx)
    }

    @Test("success without text is no success")
    func distrustsEmptiness() async throws {
        let server = try LoopbackServer { $0.answer(text: " \n") }
        defer { server.stop() }
        #expect(try await reader(server).extract(drawing, name: "a.dwg").status == .unsupported)
    }

    @Test("422 is about the file: it is not asked again")
    func refuses() async throws {
        let server = try LoopbackServer { $0.answer("422 Unprocessable Entity", text: "") }
        defer { server.stop() }
        let outcome = try await reader(server).extract(drawing, name: "a.dwg")
        #expect(outcome.status == .unsupported)
        #expect(outcome.reason == "no reader for other; encrypted or corrupt, as Tika says")
        #expect(server.heads.count == 1)
    }

    @Test("503 and a closed connection are tried twice more, after one second and five")
    func retries() async throws {
        let visits = Mutex(0)
        let server = try LoopbackServer { visit in
            switch visits.withLock({
                $0 += 1; return $0
            }) {
            case 1: visit.answer("503 Service Unavailable", text: "")
            case 2: visit.close()
            default: visit.answer(text: "third time lucky")
            }
        }
        defer { server.stop() }
        let clock = LeapingClock()
        let outcome = try await reader(server, clock: clock).extract(drawing, name: "a.dwg")
        #expect(outcome.markdown == "third time lucky\n")
        #expect(clock.passed == .seconds(6))
    }

    @Test("429 is obeyed: a short pause is waited for, a long one puts the file off")
    func waits() async throws {
        let pause = Mutex(["3", "400"])
        let server = try LoopbackServer { visit in
            if let seconds = pause.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                visit.answer("429 Too Many Requests", headers: ["Retry-After: \(seconds)"], text: "")
            } else {
                visit.answer(text: "words")
            }
        }
        defer { server.stop() }
        let clock = LeapingClock()
        let extractor = try reader(server, clock: clock)
        await #expect {
            try await extractor.extract(drawing, name: "a.dwg")
        } throws: { error in
            guard let error = error as? TextExtractionError else { return false }
            return error.code == .engineUnavailable && error.retryAfter == .seconds(400)
        }
        #expect(clock.passed == .seconds(3))
        #expect(server.heads.count == 2)
    }

    @Test("five failures in a row, and it is left alone for a minute")
    func opens() async throws {
        let server = try LoopbackServer { $0.answer("500 Internal Server Error", text: "") }
        defer { server.stop() }
        let clock = LeapingClock()
        let extractor = try reader(server, clock: clock)
        for _ in 0..<4 {
            await #expect(throws: TextExtractionError.self) { try await extractor.extract(drawing, name: "a.dwg") }
        }
        #expect(server.heads.count == 5)
        try await clock.sleep(for: .seconds(61))
        await #expect(throws: TextExtractionError.self) { try await extractor.extract(drawing, name: "a.dwg") }
        #expect(server.heads.count == 6)
    }

    @Test("while it cannot be had, a text of our own is kept and the page's file is not put off")
    func survivesAbsence() async throws {
        let server = try LoopbackServer { $0.close() }
        defer { server.stop() }
        let outcome = try await reader(server, mode: .fallback).extract(half, name: "a.docx")
        #expect(outcome.status == .corrupt)
        #expect(outcome.markdown == "half a report\n")
    }

    @Test("an endless answer is cut at the limit of texts")
    func bounds() async throws {
        let line = Array(String(repeating: "endless words ", count: 4_000).utf8) + [0x0A]
        let server = try LoopbackServer { visit in
            visit.send("HTTP/1.1 200 OK\r\n\r\n")
            while visit.send(line) {}
            visit.close()
        }
        defer { server.stop() }
        let address = try HTTPURL(server.url("/"))
        let settings = Helpers.settings {
            $0.tika = TikaSettings(address: address)
            $0.maxTextBytes = 200_000
        }
        let extractor = TextExtractor(settings: settings, helpers: try Helpers.found())
        let outcome = try await extractor.extract(drawing, name: "a.dwg")
        #expect(outcome.status == .ok)
        #expect(outcome.truncated == .text)
        #expect(outcome.markdown.utf8.count <= 200_000)
        #expect(outcome.markdown.utf8.count > 100_000)
    }
}
