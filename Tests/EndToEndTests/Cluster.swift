import ConfluenceSimulator
import Foundation
import TestSupport
import Testing

/// Three workers and a coordinator over one Redis, and those who fell upon them.
struct Cluster {
    private let stage: Stage
    private let redis: RedisServer
    private let relay: RedisRelay
    private let view: QueueView
    private var workers: [ConnectorProcess]
    private var coordinator: ConnectorProcess
    private var random: SeededGenerator
    private let editable: [String]
    private var extra = 0

    /// - Parameter relay: through which the processes of the stage reach Redis.
    init(_ stage: Stage, _ redis: RedisServer, _ relay: RedisRelay, _ view: QueueView, seed: UInt64) throws {
        self.stage = stage
        self.redis = redis
        self.relay = relay
        self.view = view
        random = SeededGenerator(state: seed &+ 1)
        coordinator = try Self.start("coordinator", stage)
        workers = try (0..<3).map { _ in try Self.start("worker", stage) }
        editable = stage.simulator.pages.filter(\.isWanted).map(\.id)
    }

    private static func start(_ role: String, _ stage: Stage) throws -> ConnectorProcess {
        try ConnectorProcess([role], in: stage.folder, environment: stage.environment)
    }

    mutating func strike(_ kind: CrashPlan.Kind, _ number: Int) async throws {
        switch kind {
        case .killWorker:
            let index = Int.random(in: workers.indices, using: &random)
            workers[index].signal(SIGKILL)
            workers[index] = try Self.start("worker", stage)
        case .stallWorker: try await stall(Int.random(in: workers.indices, using: &random))
        case .delayResult: try await delayResult()
        case .edit:
            _ = try await edit()
            _ = try await view.ask(["type": "sync.delta", "id": "edit-\(number)"])
        case .editByName:
            try await editByName("pages-\(number)")
        case .killCoordinator:
            coordinator.signal(SIGKILL)
            coordinator = try Self.start("coordinator", stage)
        case .killRedis:
            await redis.kill()
            try await redis.restart()
        case .cancelOther:
            let run = try await view.ask(["type": "sync.full", "id": "other"])
            let ended = try await ConnectorProcess.run(
                ["runs", "cancel", run], in: stage.folder, environment: stage.environment)
            #expect(ended.status == 0, "\(ended.errors)")
        }
    }

    /// Pages that are being worked on, if there are such.
    private mutating func edit() async throws -> [SimulatedPage] {
        let active = try await view.activePages.intersection(editable).sorted()
        var edited: Set<String> = []
        for _ in 0..<5 {
            let page = try #require((active.isEmpty ? editable : active).randomElement(using: &random))
            _ = try stage.simulator.edit(.body(page))
            edited.insert(page)
        }
        return stage.simulator.pages.filter { edited.contains($0.id) }
    }

    private mutating func editByName(_ id: String) async throws {
        let pages = try await edit().map { "\($0.id)@\($0.version)" }
        _ = try await view.ask(["type": "sync.pages", "id": id, "pages": pages.joined(separator: ",")])
    }

    /// While somebody waited for a lease to expire, the others may have done all there was.
    private mutating func keepBusy() async throws {
        guard try await view.unfinished == 0 else { return }
        extra += 1
        try await editByName("extra-\(extra)")
    }

    /// Stops a worker that holds jobs until others have them, and lets it go on.
    private mutating func stall(_ index: Int) async throws {
        let (worker, view) = (workers[index], view)
        var held: Set<String> = []
        try await eventually("worker \(index) is stopped while it holds jobs", within: .seconds(60)) {
            try await keepBusy()
            worker.signal(SIGSTOP)
            held = Set(try await view.leases.filter { $0.pid == worker.pid }.map(\.fence))
            if held.isEmpty { worker.signal(SIGCONT) }
            return !held.isEmpty
        }
        try await eventually("others have the jobs of worker \(index)", within: .seconds(60)) {
            try await view.leases.allSatisfy { !held.contains($0.fence) }
        }
        worker.signal(SIGCONT)
    }

    /// What a worker has done reaches Redis when others have its jobs: it must be refused, all of it.
    private mutating func delayResult() async throws {
        var answer = "-NOSCRIPT"
        // Redis may just have been started; what it has not seen yet is sent again.
        while answer.hasPrefix("-NOSCRIPT") {
            relay.delayAcknowledgement()
            try await eventually("a worker acknowledges", within: .seconds(60)) {
                try await keepBusy()
                return relay.delayed != nil
            }
            let fence = try #require(relay.delayed)
            try await eventually("others have the jobs of lease \(fence)", within: .seconds(30)) {
                try await view.leases.allSatisfy { $0.fence != fence }
            }
            answer = try await relay.deliver()
        }
        // An array of one text, a letter for each job.
        let letters = answer.components(separatedBy: "\r\n").dropFirst(2).first ?? ""
        #expect(Set(letters) == ["s"], "a late acknowledgement is stale: \(answer.prefix(200))")
    }
}
