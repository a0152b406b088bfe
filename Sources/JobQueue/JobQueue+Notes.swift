import RedisClient

/// What is written onto a run along the way. A run that is gone is left gone.
extension JobQueue {
    /// Deletions that a person must confirm: the run ends with errors.
    package func hold(_ id: RunID, _ count: Int) async throws {
        try await note(id, ["count", "held", RedisArgument(count)])
    }

    package func add(_ usage: RunUsage, to id: RunID) async throws {
        let counts = [
            ("requests:confluence", usage.confluenceRequests), ("requests:sink", usage.sinkRequests),
            ("points", usage.points), ("bytes:downloaded", usage.bytesDownloaded),
            ("bytes:pushed", usage.bytesPushed),
        ].filter { $0.1 != 0 }
        guard !counts.isEmpty else { return }
        try await note(id, ["count"] + counts.flatMap { [RedisArgument($0.0), RedisArgument($0.1)] })
    }

    /// An error of the run itself: it ends with errors. The first 20 are kept.
    package func addError(_ error: RunError, to id: RunID) async throws {
        let sample = [error.object.field(128), error.stage.field(32), error.code.field(64), error.message.field(200)]
        try await note(id, ["error", RedisArgument(sample.joined(separator: "|"))])
    }

    /// Saves where a listing stands, when there are no items to go with it.
    package func save(_ cursor: RunCursor, to id: RunID) async throws {
        try await note(id, ["cursor", RedisArgument(cursor.field), RedisArgument(cursor.value ?? "")])
    }

    /// Says in the outbox how far an active run is.
    package func tellProgress(of id: RunID) async throws { try await note(id, ["progress"]) }

    /// Adds to the connector's newest thousand, and counts for the run.
    package func warn(_ warnings: [RunWarning]) async throws {
        for start in stride(from: 0, to: warnings.count, by: Self.batchLimit) {
            let part = warnings[start..<min(start + Self.batchLimit, warnings.count)]
            let words = part.flatMap {
                [$0.run?.rawValue ?? "", $0.object.field(128), $0.code.field(64), $0.message.field(200)]
            }
            try await note(nil, ["warn"] + words.map { RedisArgument($0) })
        }
    }

    /// Newest first.
    package func warnings(of run: RunID? = nil, limit: Int = 1000) async throws -> [RunWarning] {
        let reply = try await redis.send(
            "XREVRANGE", RedisArgument(keys.warnings), "+", "-", "COUNT", RedisArgument(Swift.max(limit, 1)))
        return (reply.array ?? []).compactMap { entry -> RunWarning? in
            guard let parts = entry.array, parts.count == 2, let map = parts[1].map else { return nil }
            func text(_ name: String) -> String { map[name]?.string ?? "" }
            let id = text("run")
            return RunWarning(
                run: id.isEmpty ? nil : RunID(id), object: text("object"), code: text("code"),
                message: text("message"))
        }.filter { run == nil || $0.run == run }
    }

    private func note(_ id: RunID?, _ arguments: [RedisArgument]) async throws {
        _ = try await call(QueueScripts.note, [RedisArgument(id?.rawValue ?? "")] + arguments)
    }
}
