import RedisClient

extension JobQueue {
    /// Ends jobs: receipts, checkpoints, finished jobs and the counts of their runs, together for each job.
    ///
    /// A job for which something newer was asked meanwhile is written, but is ready again and not counted yet.
    /// Runs for which this was the last job are finished, exactly once.
    package func acknowledge(_ lease: Lease, _ results: [JobResult]) async throws -> [JobID: AckStatus] {
        var statuses: [JobID: AckStatus] = [:]
        for start in stride(from: 0, to: results.count, by: Self.scriptLimit) {
            let part = results[start..<min(start + Self.scriptLimit, results.count)]
            let values = try await call(
                QueueScripts.acknowledge,
                [RedisArgument(lease.fence), RedisArgument(part.count)] + part.map { RedisArgument($0.id.description) }
                    + part.map { RedisArgument($0.packed) })
            let letters = Array(values.first?.string ?? "")
            guard letters.count == part.count else { throw unexpected(values, of: QueueScripts.acknowledge) }
            for (result, letter) in zip(part, letters) {
                guard let status = AckStatus(rawValue: letter) else {
                    throw unexpected(values, of: QueueScripts.acknowledge)
                }
                statuses[result.id] = status
            }
        }
        return statuses
    }

    /// Puts a job off or gives it up, by the kind of the failure. Also tells all workers to wait, or pauses the connector.
    @discardableResult
    package func fail(_ lease: Lease, _ failures: [JobID: JobFailure]) async throws -> [JobID: FailStatus] {
        guard !failures.isEmpty else { return [:] }
        let ordered = failures.sorted { $0.key.description < $1.key.description }
        let values = try await call(
            QueueScripts.fail,
            [RedisArgument(lease.fence), RedisArgument(random())]
                + ordered.map { RedisArgument($0.value.packed(for: $0.key)) })
        guard values.count == ordered.count else { throw unexpected(values, of: QueueScripts.fail) }
        var statuses: [JobID: FailStatus] = [:]
        for (failure, value) in zip(ordered, values) {
            guard let status = value.string.flatMap({ FailStatus(rawValue: $0) }) else {
                throw unexpected(value, of: QueueScripts.fail)
            }
            statuses[failure.key] = status
        }
        return statuses
    }

    @discardableResult
    package func fail(_ lease: Lease, _ job: JobID, _ failure: JobFailure) async throws -> FailStatus {
        try await fail(lease, [job: failure])[job] ?? .stale
    }
}

extension JobResult {
    /// One argument of `acknowledge.lua`: what to do, then what is to be written.
    fileprivate var packed: [UInt8] {
        Array("\(outcome.letter)\(checkpoint.letter)\(receipt.letter)".utf8) + checkpoint.bytes + receipt.bytes
    }
}

extension StoredChange {
    fileprivate var letter: Character {
        switch self {
        case .keep: "k"
        case .remove: "r"
        case .write: "w"
        }
    }

    fileprivate var bytes: [UInt8] {
        if case .write(let bytes) = self { return bytes }
        return []
    }
}

extension JobOutcome {
    /// In the arguments of `acknowledge.lua`.
    fileprivate var letter: Character {
        switch self {
        case .pushed: "p"
        case .patched: "m"
        case .unchanged: "u"
        case .skipped: "s"
        case .deleted: "d"
        }
    }
}

extension JobFailure {
    /// One argument of `fail.lua`.
    func packed(for job: JobID) -> String {
        let delay = delay.map { String(Swift.max($0.milliseconds, 0)) } ?? ""
        let parts = [stage.field(32), httpStatus.map(String.init) ?? "", code.field(64), message.field(200)]
        return "\(job)|\(kind.rawValue)|\(delay)|" + parts.joined(separator: "|")
    }
}

extension String {
    /// On one line, without the separator of records, at most so many characters and four times as many bytes.
    func field(_ limit: Int) -> String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(limit).map { $0 == "|" || $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
