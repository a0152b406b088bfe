import ConfluenceModel
import RedisClient
import SyncState
import Testing

@Suite("Whose documents are remembered", .redis)
struct CustodyTests {
    private func open() async throws -> SyncState {
        try await SyncState.open(
            redis: try await RedisSuite.client(), connector: "s\(UInt32.random(in: 0 ... .max))")
    }

    @Test("the first account is believed; another one puts absences in doubt until they were looked at")
    func accounts() async throws {
        let state = try await open()
        #expect(try await !state.noteAccount("ann"))
        #expect(try await !state.noteAccount("ann"))
        #expect(try await !state.isInDoubt())
        #expect(try await state.noteAccount("bob"))
        #expect(try await state.isInDoubt())
        #expect(try await !state.noteAccount("bob"))
        #expect(try await state.isInDoubt())
        try await state.endDoubt()
        #expect(try await !state.isInDoubt())
    }

    @Test("a receipt or a checkpoint is a document; forgotten ones are none")
    func documents() async throws {
        let state = try await open()
        #expect(try await !state.hasDocuments())
        let receipt = Receipt(version: 1, contentHash: [UInt8](repeating: 1, count: 32), documentID: "d")
        try await state.adopt([ContentID("7"): Adoption(kind: .page, receipt: receipt)])
        #expect(try await state.hasDocuments())
        try await state.forgetDocuments()
        #expect(try await !state.hasDocuments())
    }
}
