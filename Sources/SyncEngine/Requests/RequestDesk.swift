internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
package import JobQueue
internal import Logging
internal import SyncState
internal import Telemetry

/// Does what other services ask for in the inbox, and answers them.
///
/// Runs, pauses and cancellations are done for any connector of this Redis; pages need the site, so they are left to the
/// coordinator of their connector.
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
        var patience = Backoff(first: .milliseconds(100), last: .seconds(1))
        while true {
            let entries = try await inbox.receive(connectors: try await connectors())
            for entry in entries { try await answer(entry) }
            if entries.isEmpty { try await Task.sleep(for: patience.next()) } else { patience.reset() }
        }
    }

    private func answer(_ entry: InboxEntry) async throws {
        do {
            let request = try entry.request.get()
            guard let reply = try await reply(to: request) else { return }
            try await inbox.finish(entry, reply)
            logger.info(
                "request done", metadata: ["request": "\(request.kind.rawValue)", "source": "\(request.source)"])
        } catch let rejection as InboxRejection {
            try await inbox.reject(entry, rejection)
            stations.metrics.add(.inboxRejected, 1, ["field": rejection.field])
            logger.notice(
                "request rejected",
                metadata: ["request.field": "\(rejection.field)", LogKey.reason: "\(rejection.reason)"])
        } catch let error as ConfluenceError {
            // It stays in the inbox and is taken up again in half a minute, by whoever coordinates then.
            logger.warning("request put off", metadata: [LogKey.reason: "\(error)"])
        }
    }

    /// `nil`: another coordinator's to answer.
    private func reply(to request: InboxRequest) async throws -> InboxReply? {
        let queue = stations.queue.of(request.connector)
        if let end = request.notAfter, try await queue.now() > Date(timeIntervalSince1970: Double(end)) {
            return .expired
        }
        switch request.kind {
        case .incremental, .delta, .full: return try await run(request, queue)
        case .cancel:
            let runs = try await queue.activeRuns().map(\.id)
            for run in runs { try await queue.cancelRun(run, reason: "asked for by \(request.author)") }
            return .accepted(runs.count == 1 ? runs[0] : nil)
        case .pause, .resume:
            let spaces = try await spaces(request)
            for space in spaces {
                if request.kind == .pause {
                    try await queue.pause(space: space, reason: "asked for in the inbox", author: request.author)
                } else {
                    try await queue.resume(space: space, author: request.author)
                }
            }
            return .accepted(nil)
        case .pages, .pageDeleted:
            guard request.connector == stations.connector.id else { return nil }
            // Done first: one that dies in between does it again, which changes nothing.
            try await PageRequest(stations: stations, request: request).perform()
            return try await queue.isRepeated(request) ? .duplicate(nil) : .accepted(nil)
        }
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
            source: request.author)
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
        guard request.connector == stations.connector.id else {
            throw InboxRejection(
                id: request.id, field: "spaces", reason: "only the connector as a whole can be held from here")
        }
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
}
