/// Brings one document to LH42: created, searchable, and only then the one before it deleted.
///
/// May be killed at any point and run again with `mayHaveArrived`: then it takes up what it finds of the same version,
/// and deletes what the earlier try left behind.
struct Upload {
    let sink: LH42Sink
    let upsert: SinkUpsert

    var document: SinkDocument { upsert.document }
    var previous: [String] { DocumentIDs(upsert.previous).ids }
    private var bytes: Int { document.markdown.utf8.count }

    func run() async throws(SinkError) -> SinkReceipt {
        do {
            return try await stored()
        } catch let error as SinkError {
            throw error
        } catch let failure as LH42Failure where failure.kind == .missing {
            // What was there a moment ago: the next attempt finds things as they are.
            throw SinkError(.missing, failure.message, .retry)
        } catch let failure as LH42Failure {
            throw failure.sinkError
        } catch {
            throw LH42Failure.cancelled.sinkError
        }
    }

    private func stored() async throws -> SinkReceipt {
        let found = upsert.mayHaveArrived ? try await copies { $0.contains(where: isSameVersion) } : []
        try refuseNewer(found)
        return try await finish(try await placed(found), found)
    }

    /// Every part, created or taken up. What is too large for LH42 is cut in two until it is not.
    private func placed(_ found: [LH42Document]) async throws(LH42Failure) -> [Placed] {
        var count = sink.sizes.parts(for: bytes)
        while true {
            do throws(LH42Failure) {
                return try await place(in: count, found)
            } catch {
                guard error.kind == .tooLarge, bytes / count > SizeLimit.least else { throw error }
                sink.sizes.refuse(bytes / count)
                count *= 2
            }
        }
    }

    /// Somebody else was faster with a newer version.
    private func refuseNewer(_ found: [LH42Document]) throws(SinkError) {
        guard let version = document.metadata.integer("version"),
            let newer = found.first(where: { $0.integer("version") ?? 0 > version })
        else { return }
        throw SinkError(
            .stale, "LH42's \(newer.id) already holds version \(newer.integer("version") ?? 0), which is newer",
            .permanent)
    }

    private func place(in count: Int, _ found: [LH42Document]) async throws(LH42Failure) -> [Placed] {
        let pieces = MarkdownCut.pieces(document.markdown, count: count)
        var placed: [Placed] = []
        for (index, piece) in pieces.enumerated() {
            let part = DocumentPart(number: index + 1, count: count)
            do throws(LH42Failure) {
                placed.append(try await place(part, piece, found))
            } catch let error where error.kind == .tooLarge {
                // It is cut finer, and these pieces are of no use.
                for piece in placed { try await sink.wire.delete(piece.id) }
                throw error
            }
        }
        return placed
    }

    private func place(
        _ part: DocumentPart, _ text: String, _ found: [LH42Document]
    ) async throws(LH42Failure) -> Placed {
        guard let copy = found.first(where: { matches($0, part) }) else { return try await create(part, text) }
        if !hasOurFacts(copy, part) {
            let isMovable = sink.settings.collection == .perSpace
            let collection = isMovable ? try await sink.collections.id(for: document.metadata) : nil
            try await sink.wire.patch(copy.id) {
                LH42Body.patch(document.title, document.metadata, part, collection: collection)
            }
        }
        return Placed(document: copy, part: part, wasUnsure: false)
    }

    private func hasOurFacts(_ copy: LH42Document, _ part: DocumentPart) -> Bool {
        copy.title == part.title(document.title)
            && part.marking(document.metadata).allSatisfy { copy.metadata[$0.key] == $0.value }
    }

    func matches(_ copy: LH42Document, _ part: DocumentPart) -> Bool { isSameVersion(copy) && copy.part == part }

    private func isSameVersion(_ copy: LH42Document) -> Bool {
        guard let token = document.metadata.string("sync_token") else { return false }
        return copy.syncToken == token && copy.status != .failed
    }

    /// All that LH42 has of this document, but for what is to be replaced.

    func copies(isEnough: ([LH42Document]) -> Bool) async throws(LH42Failure) -> [LH42Document] {
        // A page that moved to another space may have left a copy there.
        let isAnywhere = sink.settings.collection == .perSpace
        let collection = isAnywhere ? nil : try await sink.collections.id(for: document.metadata)
        return try await sink.copies.find(
            document.externalID, words: document.title, syncToken: document.metadata.string("sync_token"),
            in: collection,
            except: previous, isEnough: isEnough)
    }
}

/// A part that LH42 has.
struct Placed {
    var document: LH42Document
    let part: DocumentPart
    /// A create went out of which nobody knows whether it arrived: there may be a second copy.
    let wasUnsure: Bool

    var id: String { document.id }
}
