import AttachmentModel
import Foundation
import TextExtraction

/// The programs that are built beside the tests.
enum Helpers {
    static func found() throws -> HelperPrograms { try HelperPrograms.found() }

    /// One that has the probe where the reader ought to be.
    static func probing() throws -> HelperPrograms {
        var helpers = try found()
        helpers.extractor = (helpers.confine as NSString).deletingLastPathComponent + "/sandbox-probe"
        return helpers
    }

    static func settings(_ change: (inout ExtractionSettings) -> Void = { _ in }) -> ExtractionSettings {
        var settings = ExtractionSettings()
        settings.kinds = Set(AttachmentKind.allCases)
        change(&settings)
        return settings
    }
}

extension TextExtractor {
    /// Reads bytes as if they were an attached file.
    func extract(_ bytes: some Sequence<UInt8>, name: String, mediaType: String = "") async throws -> Extraction {
        let path = NSTemporaryDirectory() + "extraction-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(filePath: path))
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        unlink(path)
        defer { close(descriptor) }
        return try await extract(descriptor: descriptor, name: name, mediaType: mediaType)
    }
}
