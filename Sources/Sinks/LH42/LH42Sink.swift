package import HTTPTransport

/// Documents in LH42, a knowledge base that makes them searchable some time after they were stored.
///
/// LH42 changes no text and knows no upsert: a new version is created, waited for, and only then the old one deleted,
/// so that search never loses a page. A receipt is the id of the document, or several ids of one that was too large.
package struct LH42Sink: Sink {
    package let kind = "lh42"
    package let fingerprint: String

    let settings: LH42Settings
    let wire: LH42Wire
    let readiness: Readiness
    let copies: Copies
    let collections: Collections
    let sizes = SizeLimit()

    /// - Parameters:
    ///   - pace: shared by everybody who uses the same key; see `PaceState.Limits.lh42`.
    ///   - jitter: random numbers from 0 to 1.
    package init(
        _ settings: LH42Settings, transport: any HTTPTransport, pace: any Pace = LocalPace(.lh42),
        clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.settings = settings
        wire = LH42Wire(settings, transport: transport, pace: pace, clock: clock, jitter: jitter)
        readiness = Readiness(wire, patience: settings.patience, usual: settings.firstLook)
        copies = Copies(wire)
        collections = Collections(wire, settings.collection)
        let collection = settings.collection.setting
        fingerprint = "lh42:\(LH42Prefix.root(of: settings.address))" + (collection.isEmpty ? "" : " \(collection)")
    }

    package func push(_ documents: [SinkUpsert]) async -> [Result<SinkReceipt, SinkError>] {
        await each(documents) { upsert throws(SinkError) in try await Upload(sink: self, upsert: upsert).run() }
    }

    package func patch(_ patches: [SinkPatch]) async -> [Result<SinkReceipt, SinkError>] {
        await each(patches) { patch throws(SinkError) in try await change(patch) }
    }

    package func delete(_ deletions: [SinkDeletion]) async -> [Result<Void, SinkError>] {
        await each(deletions) { deletion throws(SinkError) in try await remove(deletion) }
    }

    /// LH42 keeps no index of ours.
    package func finish() async throws(SinkError) {}

    /// All at once: the pace says how many requests are under way.
    private func each<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws(SinkError) -> Value
    ) async -> [Result<Value, SinkError>] {
        await withTaskGroup(of: (Int, Result<Value, SinkError>).self) { group in
            for (index, item) in items.enumerated() {
                group.addTask {
                    do throws(SinkError) { return (index, .success(try await work(item))) } catch {
                        return (index, .failure(error))
                    }
                }
            }
            var results: [Int: Result<Value, SinkError>] = [:]
            for await (index, result) in group { results[index] = result }
            return items.indices.compactMap { results[$0] }
        }
    }
}
