import NIOCore

/// Takes commands to the nodes that own their keys, and after them when they move.
struct ClusterRoute: Sendable {
    let nodes: ClusterNodes

    private struct Parcel {
        let index: Int
        /// Nil for a command without a key.
        let slot: Int?
        /// Set when the owner has sent us there for once.
        var guest: RedisAddress.Endpoint?
    }

    /// One reply a command, in their order. Commands of one slot run in their order as well, unless the slot is moving.
    /// - Parameter refused: what the first address answered already.
    func replies(
        to commands: [[RedisArgument]], after refused: [RESPValue]? = nil, at first: RedisAddress.Endpoint? = nil,
        deadline: NIODeadline
    ) async throws -> [RESPValue] {
        var replies = refused ?? Array(repeating: .null, count: commands.count)
        var waiting: [Parcel] = []
        var mustWait = false
        for (index, command) in commands.enumerated() {
            let parcel = Parcel(index: index, slot: CommandKey.first(of: command).map(HashSlot.of))
            if refused == nil {
                waiting.append(parcel)
            } else if let first, let next = follow(replies[index], of: parcel, from: first, &mustWait) {
                waiting.append(next)
            }
        }
        var pause = Pause()
        while !waiting.isEmpty {
            guard try await pause.next(mustWait: mustWait, before: deadline) else { return replies }
            mustWait = false
            let rounds = try await send(waiting, of: commands, deadline: deadline)
            waiting.removeAll()
            for (parcels, answers, node) in rounds {
                for (parcel, answer) in zip(parcels, answers) {
                    replies[parcel.index] = answer
                    if let next = follow(answer, of: parcel, from: node, &mustWait) { waiting.append(next) }
                }
            }
            waiting.sort { $0.index < $1.index }
        }
        return replies
    }

    /// - Returns: where to try again; `nil` when the reply is one.
    private func follow(
        _ reply: RESPValue, of parcel: Parcel, from node: RedisAddress.Endpoint, _ mustWait: inout Bool
    ) -> Parcel? {
        var next = parcel
        next.guest = nil
        switch Redirection(reply, from: node) {
        case nil: return nil
        case .moved(let slot, let owner): nodes.moved(slot, to: owner)
        case .ask(let guest): next.guest = guest
        case .later:
            mustWait = true
            nodes.refresh()
        }
        return next
    }

    private typealias Round = (parcels: [Parcel], answers: [RESPValue], node: RedisAddress.Endpoint)

    /// Everything for one node goes together, to all nodes at once.
    private func send(
        _ parcels: [Parcel], of commands: [[RedisArgument]], deadline: NIODeadline
    ) async throws -> [Round] {
        var groups: [ObjectIdentifier: (queue: CommandQueue, parcels: [Parcel])] = [:]
        for parcel in parcels {
            let queue = parcel.guest.map { nodes.queue(at: $0) } ?? nodes.queue(for: parcel.slot)
            groups[ObjectIdentifier(queue), default: (queue, [])].parcels.append(parcel)
        }
        if groups.count == 1, let only = groups.values.first {
            return [try await send(only.parcels, of: commands, to: only.queue, deadline: deadline).get()]
        }
        let results = await withTaskGroup(of: Result<Round, any Error>.self) { group in
            for (queue, parcels) in groups.values {
                group.addTask { await send(parcels, of: commands, to: queue, deadline: deadline) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        do {
            return try results.map { try $0.get() }
        } catch let error as RedisError {
            // What the other nodes were sent has run.
            throw RedisError(error.code, error.detail, serverWord: error.serverWord, mayHaveRun: true)
        }
    }

    private func send(
        _ parcels: [Parcel], of commands: [[RedisArgument]], to queue: CommandQueue, deadline: NIODeadline
    ) async -> Result<Round, any Error> {
        let words = parcels.flatMap { parcel -> [[RedisArgument]] in
            parcel.guest == nil ? [commands[parcel.index]] : [["ASKING"], commands[parcel.index]]
        }
        do {
            var answers = try await queue.replies(to: words, deadline: deadline)[...]
            let own = parcels.map { parcel in
                if parcel.guest != nil { answers = answers.dropFirst() }
                return answers.popFirst() ?? .null
            }
            return .success((parcels, own, queue.endpoint))
        } catch let error as RedisError where error.code == .rerouted {
            // Nothing of it was sent, and the map is another by now.
            let moved = RESPValue.error("TRYAGAIN the node has left the cluster")
            return .success((parcels, Array(repeating: moved, count: parcels.count), queue.endpoint))
        } catch {
            return .failure(error)
        }
    }

    /// The first redirections are followed at once; a cluster that sends us round in circles is given time.
    private struct Pause {
        private var round = 0

        /// - Returns: `false` when the time is up.
        mutating func next(mustWait: Bool, before deadline: NIODeadline) async throws -> Bool {
            round += 1
            guard mustWait || round > 4 else { return true }
            let pause = Duration.milliseconds(10 << min(round, 4))
            guard NIODeadline.now() + TimeAmount(pause) < deadline else { return false }
            try await Task.sleep(for: pause)
            return true
        }
    }
}
