import JobQueue
import SyncEngine
import Testing
import TextExtraction

@Suite("When no file can be read")
struct ExtractionFailureTests {
    @Test("what a person has to mend pauses the connector with its reason; what may pass is tried again")
    func table() {
        for code in [TextExtractionError.Code.helperMissing, .sandboxMissing] {
            let failure = TextExtractionError(code, "no landlock").jobFailure
            #expect(failure.kind == .authentication)
            #expect(failure.message == "no landlock")
        }
        #expect(TextExtractionError(.notStarted, "Cannot allocate memory").jobFailure.kind == .transient)
    }
}
