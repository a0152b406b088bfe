import ConfluenceSimulator
import Testing

@Suite("downloads that go wrong")
struct DownloadFaultTests {
    private func file(_ practice: Practice) throws -> SimulatedAttachment {
        try #require(practice.simulator.attachments.first { $0.isVisible && $0.fileName.hasSuffix("pdf") })
    }

    @Test("a download without end goes on until the reader hangs up", arguments: [nil, 5_000_000_000])
    func endless(_ length: Int?) async throws {
        try await Practice.onBoth { practice in
            var fault = Fault(.endless)
            fault.declared = length != nil
            fault.bytes = length
            practice.simulator.add(fault)
            let file = try file(practice)
            let bytes = try await practice.beginning(of: file, 30_000_000)
            #expect(bytes.count >= 30_000_000)
            let head = String(decoding: bytes.prefix(2000), as: UTF8.self)
            #expect(head.contains("%PDF-1.4"))
            let framing = length.map { "content-length: \($0)\r\n" } ?? "transfer-encoding: chunked\r\n"
            #expect(head.lowercased().contains(framing))
            practice.simulator.clearFaults()
            #expect(try await practice.download(file).body.count == file.size)
        }
    }

    @Test("a file is longer than its listing says", arguments: [true, false])
    func oversize(_ declared: Bool) async throws {
        try await Practice.onBoth { practice in
            var fault = Fault(.oversize, times: 1)
            fault.bytes = 3_000_000
            fault.declared = declared
            practice.simulator.add(fault)
            let file = try file(practice)
            let answer = try await practice.download(file)
            #expect(answer.status == 200 && answer.body.count == 3_000_000)
            #expect(answer.body.starts(with: practice.simulator.bytes(ofAttachment: file.id) ?? []))
            #expect((answer.header("content-length") != nil) == declared)
            #expect(try await practice.download(file).body.count == file.size)
        }
    }

    @Test("a signed address that was refused stays refused; a later one is good", arguments: [403, 410])
    func expiredSignature(_ status: Int) async throws {
        try await Practice.onBoth { practice in
            var fault = Fault(.expiredSignature, times: 2)
            fault.status = status
            practice.simulator.add(fault)
            let file = try file(practice)
            if practice.isDataCenter {
                #expect(try await practice.download(file).status == status)
            } else {
                let first = try #require(try await practice.redirect(file).header("location"))
                for _ in 0..<3 { #expect(try await WireClient.follow(first).status == status) }
            }
            #expect(try await practice.download(file).status == status)
            #expect(try await practice.download(file).status == 200)
        }
    }

    @Test("a signed address runs out")
    func lifetime() async throws {
        try await Practice.with { practice in
            let file = try #require(practice.simulator.attachments.first { $0.isVisible })
            let address = try #require(try await practice.redirect(file).header("location"))
            #expect(try await WireClient.follow(address).status == 200)
            let forged = address.replacing("token=", with: "token=1", maxReplacements: 1)
            #expect(try await WireClient.follow(forged).status == 403)
            practice.simulator.configure { $0.signatureLifetime = .milliseconds(-1) }
            #expect(try await WireClient.follow(address).status == 403)
            #expect(practice.simulator.requests.leakedCredentials == 0)
        }
    }

    @Test(
        "a download is reset, cut short or refused, wherever it comes from", arguments: [Fault.Kind.reset, .truncated])
    func broken(_ kind: Fault.Kind) async throws {
        try await Practice.onBoth { practice in
            practice.simulator.add(Fault(kind, route: "media", times: 1))
            let file = try file(practice)
            _ = try await practice.searched("id = \(file.id)")
            await #expect(throws: WireClient.Failure.self) { try await practice.download(file) }
            #expect(try await practice.download(file).status == 200)
            var fault = Fault(.status, route: "media", times: 1)
            fault.status = 500
            practice.simulator.add(fault)
            #expect(try await practice.download(file).status == 500)
        }
    }
}
