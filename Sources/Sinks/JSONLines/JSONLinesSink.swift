package import Foundation
import Glibc

/// Every operation as a line of JSON at the end of a file, for other programs to read. It never reads the file itself,
/// so it keeps no document: a patch is answered with "push it whole", and there are no holdings.
package struct JSONLinesSink: Sink {
    package let kind = "jsonl"
    package let fingerprint: String

    let path: String
    private let now: @Sendable () -> Date

    /// - Parameter path: absolute, or relative to the working directory at this moment.
    package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) {
        self.path = AbsolutePath.of(path)
        self.now = now
        fingerprint = "jsonl:\(self.path)"
    }

    package func push(_ documents: [SinkUpsert]) async -> [Result<SinkReceipt, SinkError>] {
        let result = await append(documents) { JSONLine.append($0.document, at: $1, to: &$2) }
        return documents.map { upsert in result.map { SinkReceipt(documentID: upsert.document.externalID) } }
    }

    package func isEmpty() async -> Bool {
        let path = path
        return await FileThreads.run { access(path, F_OK) != 0 }
    }

    package func patch(_ patches: [SinkPatch]) async -> [Result<SinkReceipt, SinkError>] {
        patches.map { _ in .failure(SinkError(.missing, "JSON lines keep no text to patch", .recreate)) }
    }

    package func delete(_ deletions: [SinkDeletion]) async -> [Result<Void, SinkError>] {
        let result = await append(deletions) { JSONLine.append($0, at: $1, to: &$2) }
        return deletions.map { _ in result }
    }

    package func finish() async throws(SinkError) {
        let path = path
        let result = await FileThreads.run {
            Result { () throws(FileError) in try LineFile(path).flush() }
        }
        try result.mapError(\.sinkError).get()
    }

    package func holdings(of connectorID: String, _ each: (SinkHolding) async throws -> Void) async throws {
        throw SinkError(.unsupported, "a file of JSON lines cannot tell what it holds", .permanent)
    }

    /// The lines of one call stay together and are written at once, so all of them succeed or fail.
    private func append<Item: Sendable>(
        _ items: [Item], _ line: (Item, String, inout [UInt8]) -> Void
    ) async -> Result<Void, SinkError> {
        if items.isEmpty { return .success(()) }
        let time = now().formatted(.iso8601)
        var lines: [UInt8] = []
        for item in items { line(item, time, &lines) }
        let (path, bytes) = (path, lines)
        let result = await FileThreads.run {
            Result { () throws(FileError) in try LineFile(path).append(bytes) }
        }
        return result.mapError(\.sinkError)
    }
}
