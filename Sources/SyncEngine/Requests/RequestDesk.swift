internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
package import JobQueue
internal import Logging
internal import RedisClient
internal import SyncState
internal import Telemetry

/// Does what other services ask for in the inbox, and answers them.
///
/// Runs, pauses and cancellations are done at once, for any connector of this Redis. What needs the site is left to the
/// coordinator of its connector, and done one after the other, so that a site that does not answer holds up no pause.
/// What goes wrong here goes wrong with a request: runs are not disturbed by it.
package struct RequestDesk: Sendable {
    private let stations: Stations
    private let inbox: Inbox
    /// The connectors there are.
    private let connectors: @Sendable () async throws -> Set<String>
    private let logger: Logger

    package init(stations: Stations, inbox: Inbox, connectors: @escaping @Sendable () async throws -> Set<String>) {
        self.stations = stations
        self.inbox = inbox
        self.connectors = connectors
        logger = stations.logger
    }

    /// Answers until cancelled.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listen() }
            group.addTask { try await workThrough() }
            group.addTask { try await tidy() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func listen() async throws {
        var place = "0-0"
        try await persistently("requests cannot be read", logger) { patience in
            let entries = try await inbox.receive(from: &place, connectors: connectors)
            for entry in entries {
                if let request = try? entry.request.get(), request.needsSite {
                    try await inbox.leave(entry, to: request.connector)
                } else {
                    _ = try await answer(entry)
                }
            }
            if !entries.isEmpty { patience.reset() }
        }
    }

    /// One that is put off makes those behind it wait a little, but is not waited for: it comes up again in the next round.
    private func workThrough() async throws {
        var place: String?
        try await persistently("requests cannot be worked through", logger, last: .seconds(10)) { patience in
            let left = try await inbox.left(
                to: stations.connector.id, after: place ?? "0", connectors: connectors)
            let isIdle = place == nil && left.next == nil
            for entry in left.entries {
                place = entry.entryID
                if try await answer(entry) { return }
                patience.reset()
            }
            place = left.next
            if isIdle { patience.settle(at: .seconds(1)) }
        }
    }

    private func tidy() async throws {
        try await persistently("readers of the inbox are not tidied", logger, last: .seconds(600)) { _ in
            try await inbox.forgetReaders()
        }
    }

    /// - Returns: whether it is put off.
    private func answer(_ entry: InboxEntry) async throws -> Bool {
        do {
            let request = try entry.request.get()
            try await inbox.finish(entry, try await reply(to: request))
            logger.info(
                "request done", metadata: ["request": "\(request.kind.rawValue)", "source": "\(request.source)"])
            return false
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as ConfluenceError where error.remedy != .giveUp {
            logger.warning("request put off", metadata: [LogKey.reason: "\(error)"])
            return true
        } catch let error as RedisError where error.isRetryable {
            throw error
        } catch {
            let id = (try? entry.request.get())?.id ?? ""
            let rejection =
                error as? InboxRejection
                ?? InboxRejection(id: id, field: "", reason: "could not be done: \(sentence(error))")
            try await inbox.reject(entry, rejection)
            stations.metrics.add(.inboxRejected, 1, ["field": rejection.field])
            logger.notice(
                "request rejected",
                metadata: ["request.field": "\(rejection.field)", LogKey.reason: "\(rejection.reason)"])
            return false
        }
    }

    private func reply(to request: InboxRequest) async throws -> InboxReply {
        let queue = stations.queue.of(request.connector)
        // Also what may only be done once: a pause that is repeated after its resumption would hold everything up again.
        if let earlier = try await queue.earlierAnswer(to: request) { return earlier }
        if let end = request.notAfter, try await queue.now() > Date(timeIntervalSince1970: Double(end)) {
            return .expired
        }
        var run: RunID?
        switch request.kind {
        case .incremental, .delta, .full: return try await self.run(request, queue)
        case .cancel:
            let runs = try await queue.activeRuns().map(\.id)
            for run in runs { try await queue.cancelRun(run, reason: "asked for by \(request.author)") }
            run = runs.count == 1 ? runs[0] : nil
        case .pause:
            for space in try await spaces(request) {
                try await queue.pause(space: space, reason: "asked for in the inbox", author: request.author)
            }
        case .resume:
            for space in try await spaces(request) { try await queue.resume(space: space, author: request.author) }
        case .pages, .pageDeleted: try await PageRequest(stations: stations, request: request).perform()
        }
        // Last: one that dies in between does it again.
        try await queue.remember(request)
        return .accepted(run)
    }

    private func run(_ request: InboxRequest, _ queue: JobQueue) async throws -> InboxReply {
        let mode: RunMode =
            switch request.kind {
            case .delta: .delta
            case .full: .full
            default: .incremental
            }
        let wanted = RunRequest(
            mode: mode, runClass: mode == .delta ? .delta : .sweep, spaces: request.spaces, lane: request.lane,
            source: request.author, traceParent: request.traceParent)
        do {
            let (id, answer) = try await queue.createRun(wanted, for: request)
            return answer == .repeated ? .duplicate(id) : .accepted(id)
        } catch let error as QueueError where error.code == .tooManyRuns {
            throw InboxRejection(id: request.id, field: "type", reason: error.detail)
        }
    }

    /// `nil` stands for all of them. Keys, as people know them.
    private func spaces(_ request: InboxRequest) async throws -> [SpaceID?] {
        guard !request.spaces.isEmpty else { return [nil] }
        let known = try await stations.state.spaces().values
        return try request.spaces.map { key in
            guard let space = known.first(where: { $0.key == key }) else {
                throw InboxRejection(id: request.id, field: "spaces", reason: "no space \(key) is known")
            }
            return space.id
        }
    }
}

extension InboxRequest {
    /// For those who ask later who did it.
    fileprivate var author: String { source.isEmpty ? "inbox" : "inbox: \(source)" }

    /// The site itself, or what is known of its spaces.
    fileprivate var needsSite: Bool {
        switch kind {
        case .pages, .pageDeleted: true
        case .pause, .resume: !spaces.isEmpty
        case .incremental, .delta, .full, .cancel: false
        }
    }
}
