import Synchronization

/// What all connections of a simulator share.
final class Core: Sendable {
    private struct Pending: Sendable {
        var edit: SiteEdit
        var moment: Timestamp
        var applied: ContinuousClock.Instant
    }

    private struct Shared: Sendable {
        var options: SimulatorOptions
        var live: SiteState
        /// What the search index knows.
        var index: SiteState
        var pending: [Pending] = []
        var edits: [SiteEdit] = []
        var newest: Timestamp
        var counters = RequestCounters()
        var troubles = Troubles()
        var cursorEpoch = 0
        var grants = OAuthGrants()
        var origin = ""
        var media = ""
    }

    private let shared: Mutex<Shared>

    init(_ site: any Site, _ options: SimulatorOptions) {
        let state = SiteState(site)
        shared = Mutex(Shared(options: options, live: state, index: state, newest: site.newest))
    }

    func listens(origin: String, media: String) {
        shared.withLock {
            $0.origin = origin
            $0.media = media
        }
    }

    // MARK: Counters and options

    var counters: RequestCounters { shared.withLock { $0.counters } }

    func resetCounters() { shared.withLock { $0.counters = RequestCounters() } }

    func count(_ route: String, _ response: Response) { shared.withLock { $0.counters.note(route, response) } }

    func countDownload(leaked: Bool) {
        shared.withLock {
            $0.counters.mediaDownloads += 1
            if leaked { $0.counters.leakedCredentials += 1 }
        }
    }

    /// Counts a request that comes before its account was to come back.
    func countArrival(_ exchange: Exchange) {
        shared.withLock {
            if $0.troubles.isEarly(exchange.account) { $0.counters.earlyAfterThrottle += 1 }
        }
    }

    func configure(_ change: (inout SimulatorOptions) -> Void) { shared.withLock { change(&$0.options) } }

    func changeGrants<Result: Sendable>(
        _ change: (inout OAuthGrants, SimulatorOptions) throws -> Result
    ) rethrows -> Result {
        try shared.withLock { try change(&$0.grants, $0.options) }
    }

    // MARK: Site

    var pages: SimulatedPages {
        shared.withLock {
            SimulatedPages(
                $0.live, viewer: Credentials.viewer(ofUser: $0.options.user, in: $0.live),
                isDataCenter: $0.options.deployment == .dataCenter)
        }
    }

    var attachments: SimulatedAttachments {
        shared.withLock {
            SimulatedAttachments(
                $0.live, viewer: Credentials.viewer(ofUser: $0.options.user, in: $0.live),
                isDataCenter: $0.options.deployment == .dataCenter)
        }
    }

    func attachmentVersion(_ id: String, _ version: Int?) -> AttachmentVersion? {
        let attachment = shared.withLock { $0.live }.attachment(named: id)
        return attachment.flatMap { $0.version(version ?? $0.latest.number) }
    }

    var edits: [SiteEdit] { shared.withLock { $0.edits } }

    func edit(_ edits: [SiteEdit]) throws -> [String] {
        try shared.withLock { shared in
            var ids: [String] = []
            for edit in edits {
                let moment = try moment(of: edit, after: shared.newest)
                ids.append(try shared.live.apply(edit, at: moment))
                shared.newest = max(shared.newest, moment)
                shared.edits.append(edit)
                shared.pending.append(Pending(edit: edit, moment: moment, applied: .now))
            }
            return ids
        }
    }

    /// The wall clock, or just behind the newest thing in the site where that is later.
    private func moment(of edit: SiteEdit, after newest: Timestamp) throws -> Timestamp {
        guard let text = edit.at else {
            return max(Timestamp.now, Timestamp(milliseconds: newest.milliseconds + 1))
        }
        guard let moment = Timestamp(parsing: text) else {
            throw SimulatorError(code: .invalidEdit, detail: "\(text) is not a time")
        }
        return moment
    }

    private static func refreshIndex(_ shared: inout Shared) {
        let due = ContinuousClock.now - shared.options.indexLag
        let frozen = shared.options.indexFrozenAfterEdits ?? .max
        var done = 0
        for pending in shared.pending {
            guard shared.index.editCount < frozen, pending.applied <= due else { break }
            // The live site has taken the same edit in the same state.
            _ = try? shared.index.apply(pending.edit, at: pending.moment)
            done += 1
        }
        shared.pending.removeFirst(done)
    }

    // MARK: Faults

    func add(_ fault: Fault) {
        shared.withLock {
            if fault.fault == .expireCursors { $0.cursorEpoch += 1 } else { $0.troubles.add(fault) }
        }
    }

    func clearFaults() { shared.withLock { $0.troubles.clear() } }

    func changeTroubles<Result: Sendable>(_ change: (inout Troubles) -> Result) -> Result {
        shared.withLock { change(&$0.troubles) }
    }

    // MARK: Requests

    func exchange(for request: Request) -> Exchange {
        shared.withLock { shared in
            Core.refreshIndex(&shared)
            var viewer = Credentials.viewer(of: request, shared.options, in: shared.live)
            let bearer = shared.options.deployment == .cloud ? Credentials.bearer(request) : nil
            if let bearer {
                viewer = shared.grants.user(holding: bearer).map { Credentials.viewer(ofUser: $0, in: shared.live) }
            }
            if shared.troubles.expiredCredentials.contains(request.header("authorization") ?? "") { viewer = nil }
            return Exchange(
                request: request, options: shared.options, live: shared.live, index: shared.index, viewer: viewer,
                isOAuth: bearer != nil, origin: shared.origin, media: shared.media, cursorEpoch: shared.cursorEpoch)
        }
    }
}
