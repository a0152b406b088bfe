package import ConfluenceModel
package import JobQueue
package import Logging
package import Sinks
package import SyncState
internal import Telemetry

/// What is remembered is worth something only for the site, the account and the sink it came from. Before a process does
/// anything, it makes sure of all three.
package struct Custody: Sendable {
    private let state: SyncState
    private let queue: JobQueue
    private let sink: any Sink
    private let logger: Logger
    /// The site's address as documents bear it.
    private let site: String
    /// The address that it had before, if a person says so.
    private let formerSite: String?

    package init(
        state: SyncState, queue: JobQueue, sink: any Sink, site: String, formerSite: String?, logger: Logger
    ) {
        self.state = state
        self.queue = queue
        self.sink = sink
        self.site = site
        self.formerSite = formerSite
        self.logger = logger
    }

    /// - Throws: ``CustodyError`` when what is remembered is of another site.
    package func checkSite() async throws {
        guard let known = try await state.siteAddress() else { return try await state.setSiteAddress(site) }
        if known == site || known == formerSite { return }
        if try await state.hasDocuments() {
            throw CustodyError(
                """
                CONFLUENCE_URL: connector “\(state.connector)” keeps the documents of \(known), and this is \(site). For \
                another site choose another CONNECTOR_ID; if the same site has moved, set CONFLUENCE_FORMER_URL to \(known)
                """)
        }
        try await state.setSiteAddress(site)
    }

    /// Another account may see less: what it does not see is not taken for deleted at once.
    package func noteAccount(_ user: User) async throws {
        guard try await state.noteAccount(user.id.rawValue), try await state.hasDocuments() else { return }
        logger.warning("another account reads the site now; deletions of what it does not list are held for one run")
    }

    /// Compares the sink with what is remembered of it, and takes over what it holds where that is lost or of elsewhere.
    /// - Parameters:
    ///   - own: held while this goes on, so that one process does so at a time.
    ///   - leadership: held while what is remembered is forgotten, so that no run begins meanwhile.
    /// - Throws: ``CustodyError`` when documents went elsewhere so far and a run is under way.
    package func compareSink(own: LeaderLease, leadership: LeaderLease) async throws {
        guard try await isDifferent() else { return }
        while try await own.acquire() == nil { try await Task.sleep(for: .milliseconds(250)) }
        try await holding(own) {
            // Somebody else may have done it meanwhile.
            guard try await isDifferent() else { return }
            if try await state.hasDocuments() { return try await exchange(leadership) }
            try await takeOver()
        }
    }

    private func isDifferent() async throws -> Bool {
        if try await isElsewhere() { return true }
        guard await sink.isEmpty() else { return false }
        return try await state.hasDocuments()
    }

    /// Not only empty: another sink, or another site.
    private func isElsewhere() async throws -> Bool {
        if try await state.sinkFingerprint() != sink.fingerprint { return true }
        return try await state.siteAddress() != site
    }

    /// Forgets what is remembered, but never under the workers of a run: what they acknowledge would be lost. To another
    /// place documents go only while nobody coordinates, who would do so for the former one.
    private func exchange(_ leadership: LeaderLease) async throws {
        guard try await isElsewhere() else { return try await forget() }
        guard try await queue.activeRuns().isEmpty, try await isFree(leadership) else { throw try await busy() }
        try await holding(leadership) { try await forget() }
    }

    private func forget() async throws {
        guard try await queue.activeRuns().isEmpty else {
            if try await isElsewhere() { throw try await busy() }
            return
        }
        // What was not there a moment ago may have been pushed by a run that has just ended.
        guard try await isDifferent() else { return }
        logger.warning(
            "the documents are not where they were; all are compared again",
            metadata: [LogKey.sink: "\(sink.fingerprint)"])
        if try await state.siteAddress() != site { try await state.beginDoubt() }
        try await state.forgetDocuments()
        try await takeOver()
    }

    private func takeOver() async throws {
        if await !sink.isEmpty() {
            let sites = Set([site, formerSite].compactMap(\.self))
            try await Takeover(sink: sink, state: state, connectorID: state.connector, sites: sites, logger: logger)
                .perform()
        }
        try await state.setSiteAddress(site)
        try await state.setSinkFingerprint(sink.fingerprint)
    }

    private func busy() async throws -> CustodyError {
        let address = try await state.siteAddress() ?? site
        let known = try await state.sinkFingerprint() ?? "another sink"
        return CustodyError(
            """
            SINK: the documents of connector “\(state.connector)” go from \(address) to \(known), and a run or another \
            process is at work there. Let it end, or stop it, before they go from \(site) to \(sink.fingerprint)
            """)
    }

    /// A process that was killed holds its lease a little longer.
    private func isFree(_ lease: LeaderLease) async throws -> Bool {
        for _ in 0..<80 {
            if try await lease.acquire() != nil { return true }
            try await Task.sleep(for: .milliseconds(250))
        }
        return false
    }

    /// Keeps the lease while the work goes on, and gives it back.
    private func holding(_ lease: LeaderLease, _ work: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await work() }
                group.addTask {
                    while try await lease.renew() { try await Task.sleep(for: .seconds(3)) }
                    throw CustodyError("another process took over while the sink was compared; start again")
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch {
            await giveBack(lease)
            throw error
        }
        await giveBack(lease)
    }

    /// Outside of a task that may be cancelled, so that nobody has to wait for the lease to expire; waited for here.
    private func giveBack(_ lease: LeaderLease) async { await Task { try? await lease.release() }.value }
}

/// What is remembered is not of this site or sink; a sentence for people.
package struct CustodyError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
