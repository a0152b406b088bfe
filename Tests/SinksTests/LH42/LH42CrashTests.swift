import HTTPTransport
import LH42Simulator
import Sinks
import Testing

@Suite("A worker killed at any request to LH42")
struct LH42CrashTests {
    @Test(
        "loses nothing, hides nothing and leaves no second copy once another has done the job",
        arguments: [false, true], [false, true])
    func anywhere(isAnswerLost: Bool, isLong: Bool) async throws {
        var options = LH42Options()
        options.maxContentBytes = 70_000
        options.processing = .looks(2)
        for lives in 1..<200 {
            var diedAtAll = false
            try await LH42Bench.with(options) { bench in
                let text = isLong ? LH42PartsTests.text : "New.\n"
                let old = try await bench.sink().push(Documents.page("1", "Home"))
                let page = Documents.page("1", "Home", version: 2, text: text)
                let transport = DyingTransport(LH42Bench.transport, after: lives, isAnswerLost: isAnswerLost)
                var settings = LH42Settings(address: try HTTPURL(bench.simulator.url), key: Secret("lh_test"))
                settings.patience = .seconds(86_400)
                let died = try? await LH42Bench.sink(settings, transport).push(page, after: old)
                diedAtAll = transport.isDead
                #expect(diedAtAll == (died == nil))
                #expect(!bench.simulator.ready(page.externalID).isEmpty)
                // The next worker has the old receipt, or the new one when the first came to its end.
                let receipt = try await bench.sink().push(page, after: died ?? old, mayHaveArrived: died == nil)
                let documents = bench.simulator.documents
                #expect(
                    documents.map(\.id).sorted() == receipt.documentID.split(separator: " ").map(String.init).sorted())
                #expect(documents.allSatisfy { $0.status == "ready" })
                #expect(documents.sorted { $0.title < $1.title }.map(\.content).joined() == text)
            }
            if !diedAtAll { return }
        }
        Issue.record("it never came to its end")
    }
}
