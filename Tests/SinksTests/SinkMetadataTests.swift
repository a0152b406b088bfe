import Sinks
import Testing

@Suite("Metadata of a document")
struct SinkMetadataTests {
    @Test("keys keep the order in which they were first set")
    func order() {
        var metadata: SinkMetadata = ["source": "x", "version": 3]
        metadata["labels"] = .strings(["a"])
        metadata["source"] = "y"
        #expect(metadata.map(\.key) == ["source", "version", "labels"])
        #expect(metadata["source"] == "y")
    }

    @Test("a key set to nil is gone")
    func removal() {
        var metadata: SinkMetadata = ["a": 1, "b": true]
        metadata["a"] = nil
        #expect(metadata.map(\.key) == ["b"])
    }
}
