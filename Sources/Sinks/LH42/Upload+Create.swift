extension Upload {
    /// A create that may have arrived is not repeated before it was looked for.
    func create(_ part: DocumentPart, _ text: String) async throws(LH42Failure) -> Placed {
        var isUnsure = false
        var failures = 0
        var isSecondCollection = false
        while true {
            if isUnsure, let arrived = try await arrived(part) {
                return Placed(document: arrived, part: part, wasUnsure: true)
            }
            do throws(LH42Failure) {
                return Placed(document: try await post(part, text), part: part, wasUnsure: isUnsure)
            } catch let error where error.isTransient {
                failures += 1
                isUnsure = isUnsure || error.kind == .ambiguous
                if failures == 3 { throw error }
                try await sink.wire.rest(after: failures)
            } catch let error where error.isAboutCollection {
                // It was deleted since we looked it up.
                guard !isSecondCollection, sink.settings.collection.isMadeByUs else { throw withoutCollection(error) }
                isSecondCollection = true
                await sink.collections.forget()
            }
        }
    }

    private func post(_ part: DocumentPart, _ text: String) async throws(LH42Failure) -> LH42Document {
        var piece = document
        piece.markdown = text
        let collection = try await sink.collections.id(for: document.metadata)
        return try await sink.wire.create { LH42Body.create(piece, part, collection: collection) }
    }

    private func arrived(_ part: DocumentPart) async throws(LH42Failure) -> LH42Document? {
        try await copies { $0.contains { matches($0, part) } }.first { matches($0, part) }
    }

    private func withoutCollection(_ failure: LH42Failure) -> LH42Failure {
        LH42Failure(
            .wrongAddress,
            "\(failure.message). Documents cannot be created there: check LH42_COLLECTION and "
                + "LH42_BASE_URL.")
    }
}

extension LH42Collection {
    fileprivate var isMadeByUs: Bool {
        switch self {
        case .named, .perSpace: true
        case .none, .id: false
        }
    }
}
