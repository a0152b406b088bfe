internal import HTTPTransport

/// Waits until LH42 has made documents searchable. Everybody in this process looks together, with a few listings for
/// all documents that are waited for.
actor Readiness {
    enum End: Equatable {
        case ready
        case failed(String)
        /// Somebody deleted it.
        case gone
        /// Not within the patience.
        case unfinished
    }

    private let wire: LH42Wire
    private let patience: Duration
    private var watched: [String: Int] = [:]
    private var ends: [String: End] = [:]
    /// How long it takes, as far as we have seen; when to look for the first time.
    private var usual: Duration
    /// Half a second, unless told otherwise.
    private let least: Duration
    private var lookedAt: Duration?

    init(_ wire: LH42Wire, patience: Duration, usual: Duration) {
        self.wire = wire
        self.patience = patience
        self.usual = usual
        least = usual / 4
    }

    private lazy var looks = SharedWork { [weak self] () throws(LH42Failure) in try await self?.look() }

    func end(of document: LH42Document) async throws(LH42Failure) -> End {
        switch document.status {
        case .ready: return .ready
        case .failed: return .failed(document.processingError ?? "")
        case .unfinished: return try await end(of: document.id)
        }
    }

    private func end(of id: String) async throws(LH42Failure) -> End {
        watched[id, default: 0] += 1
        defer { forget(id) }
        let start = wire.time.now()
        var troubles = 0
        let first = usual
        try await wire.rest(first)
        while wire.time.now() - start < patience {
            do throws(LH42Failure) {
                if mayLook { try await looks.value() }
                troubles = 0
            } catch let error where error.isTransient && troubles < 3 {
                troubles += 1
            }
            if let end = ends[id] {
                learn(first, wire.time.now() - start)
                return end
            }
            try await wire.rest(interval)
        }
        return .unfinished
    }

    private var interval: Duration { min(max(usual / 2, least), .seconds(10)) }

    /// Others may have looked for us a moment ago.
    private var mayLook: Bool { lookedAt.map { wire.time.now() - $0 >= interval / 2 } ?? true }

    /// Found at the first look: next time a little earlier. Else nearer to how long it took.
    private func learn(_ first: Duration, _ duration: Duration) {
        let wasFirst = duration < first + interval / 2
        usual = min(max(wasFirst ? first * 0.9 : (usual * 3 + duration) / 4, least), .seconds(15))
    }

    private func forget(_ id: String) {
        let left = (watched[id] ?? 1) - 1
        watched[id] = left > 0 ? left : nil
        if left <= 0 { ends[id] = nil }
    }

    /// What is not in processing any more is ready or failed; the newest of both are one listing each. What then is
    /// nowhere (it moved while we looked, or these listings start with the oldest) is asked for by its id.
    private func look() async throws(LH42Failure) {
        defer { lookedAt = wire.time.now() }
        var open = Set(watched.keys).subtracting(ends.keys)
        if open.count > 2 {
            open.subtract(try await wire.documents(status: "processing", pages: 5).map(\.id))
            let pages = min(1 + open.count / 100, 5)
            if !open.isEmpty { open.subtract(settle(try await wire.documents(status: "ready", pages: pages), open)) }
            if !open.isEmpty { open.subtract(try await wire.documents(status: "pending", pages: 5).map(\.id)) }
            if !open.isEmpty { open.subtract(settle(try await wire.documents(status: "failed", pages: 1), open)) }
        }
        for id in open.prefix(20) {
            if let document = try await wire.document(id) {
                _ = settle([document], [id])
            } else {
                ends[id] = .gone
            }
        }
    }

    private func settle(_ documents: [LH42Document], _ open: Set<String>) -> [String] {
        let ours = documents.filter { open.contains($0.id) && $0.status != .unfinished }
        for document in ours {
            ends[document.id] = document.status == .ready ? .ready : .failed(document.processingError ?? "")
        }
        return ours.map(\.id)
    }
}
