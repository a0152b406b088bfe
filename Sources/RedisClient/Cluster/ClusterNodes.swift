import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The connections to the nodes of a cluster, made when they are needed, and who owns which slot.
final class ClusterNodes: Sendable {
    private struct State {
        var map = SlotMap()
        var queues: [RedisAddress.Endpoint: CommandQueue] = [:]
        var refresh: Task<Void, Never>?
        /// A change was seen while the map was being read.
        var mustRefreshAgain = false
        var isClosed = false
    }

    /// For one node to tell who owns what.
    private static let patience = TimeAmount.seconds(2)

    /// Leads to the address that was given. Asked first and last, as the others may have left the cluster.
    private let seed: CommandQueue
    private let connector: RedisConnector
    private let state = Mutex(State())

    init(seed: CommandQueue, connector: RedisConnector) {
        self.seed = seed
        self.connector = connector
    }

    // MARK: routes

    /// Where a command belongs; the first address while nothing better is known.
    func queue(for slot: Int?) -> CommandQueue {
        let known = state.withLock { state -> CommandQueue? in
            if let slot { return state.map.owner(of: slot).map { queue(at: $0, &state) } }
            let queues = state.map.nodes.compactMap { state.queues[$0] }
            return queues.first { $0.isReady } ?? state.map.nodes.first.map { queue(at: $0, &state) }
        }
        return known ?? seed
    }

    func queue(at node: RedisAddress.Endpoint) -> CommandQueue {
        state.withLock { queue(at: node, &$0) }
    }

    private func queue(at node: RedisAddress.Endpoint, _ state: inout State) -> CommandQueue {
        if let known = state.queues[node] { return known }
        let queue = CommandQueue(
            connector: RedisConnector(
                address: connector.address.moved(to: node), options: connector.options,
                eventLoop: MultiThreadedEventLoopGroup.singleton.next(), logger: connector.logger),
            // A dead node's slots go to another within seconds, and its failures are what makes us look.
            longestPause: 1000, trouble: { [weak self] in self?.refresh() })
        if state.isClosed { queue.dissolve() } else { state.queues[node] = queue }
        return queue
    }

    /// One connection a node that owns slots, once it is known who does.
    func allOwners(before deadline: NIODeadline) async throws -> [CommandQueue] {
        refresh()
        while state.withLock({ $0.map.nodes.isEmpty || $0.refresh != nil }) {
            guard NIODeadline.now() < deadline else {
                throw RedisError(
                    .clusterUnsettled, "no node of the cluster at \(connector.address) tells who owns its slots")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return state.withLock { state in
            state.map.nodes.sorted { $0.description < $1.description }.map { queue(at: $0, &state) }
        }
    }

    // MARK: changes

    func moved(_ slot: Int, to node: RedisAddress.Endpoint) {
        state.withLock { $0.map.setOwner(of: slot, to: node) }
        refresh()
    }

    /// Reads the map anew, in the background and once at a time.
    func refresh() {
        state.withLock { state in
            guard !state.isClosed else { return }
            guard state.refresh == nil else { return state.mustRefreshAgain = true }
            // Ends by itself, or is cancelled by `close()`.
            state.refresh = Task { await self.read() }
        }
    }

    private func read() async {
        repeat {
            state.withLock { $0.mustRefreshAgain = false }
            for queue in candidates {
                // Who does not answer is asked again after the others: its commands bring the error to their callers.
                guard
                    let reply = try? await queue.replies(to: [["CLUSTER", "SLOTS"]], deadline: .now() + Self.patience),
                    let map = SlotMap(reply: reply[0], asked: queue.endpoint)
                else { continue }
                adopt(map)
                break
            }
            // Nodes hear of a change one after the other.
            try? await Task.sleep(for: .milliseconds(100))
        } while !Task.isCancelled && goesOn()
    }

    /// Those that are connected first.
    private var candidates: [CommandQueue] {
        let all = [seed] + state.withLock { Array($0.queues.values) }.shuffled()
        return all.filter(\.isReady) + all.filter { !$0.isReady }
    }

    private func goesOn() -> Bool {
        state.withLock { state in
            if !state.mustRefreshAgain { state.refresh = nil }
            return state.mustRefreshAgain
        }
    }

    private func adopt(_ map: SlotMap) {
        let left = state.withLock { state -> [CommandQueue] in
            state.map = map
            let left = state.queues.filter { !map.nodes.contains($0.key) }
            for node in left.keys { state.queues[node] = nil }
            return Array(left.values)
        }
        for queue in left { queue.dissolve() }
    }

    func close() async {
        let (queues, refresh) = state.withLock { state -> ([CommandQueue], Task<Void, Never>?) in
            state.isClosed = true
            defer { state.queues.removeAll() }
            return (Array(state.queues.values), state.refresh)
        }
        refresh?.cancel()
        for queue in queues { await queue.close() }
        await refresh?.value
    }
}
