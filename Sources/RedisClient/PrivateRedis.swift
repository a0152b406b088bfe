import Glibc
package import Logging

/// A Redis of our own in a directory, for when `REDIS_URL` is not set. Processes in one directory share it: the first
/// starts it, the last one to close stops it; one that is killed leaves it to the next.
package final class PrivateRedis: Sendable {
    package let address: RedisAddress
    private let files: PrivateRedisFiles
    /// Our share of the users' lock.
    private let user: FileLock
    private let logger: Logger
    /// For starting, joining and stopping; the server may have much to load.
    private let limit: Duration

    /// Joins the directory's server or starts it, and waits until it answers.
    /// - Throws: ``RedisError`` with code `privateServer`; a server that died at once is quoted from its log.
    package static func open(
        in directory: String, limit: Duration = .seconds(120), logger: Logger
    ) async throws -> PrivateRedis {
        let files = try PrivateRedisFiles(in: directory)
        let server = PrivateRedis(files: files, user: try FileLock(path: files.users), limit: limit, logger: logger)
        try await server.start()
        return server
    }

    private init(files: PrivateRedisFiles, user: FileLock, limit: Duration, logger: Logger) {
        self.files = files
        self.user = user
        self.limit = limit
        self.logger = logger
        address = RedisAddress(socketPath: files.socket)
    }

    /// Stops the server if nobody else uses it. Close the clients first; may be called more than once.
    package func close() async throws {
        let door = try await enter()
        defer { door.release() }
        user.release()
        // Whoever uses the server shares this lock, connected or not.
        guard user.take(exclusively: true) else {
            return logger.debug("private redis is in use", metadata: ["redis.address": "\(address)"])
        }
        defer { user.release() }
        guard try isAlive() else { return files.removeRemains() }
        // Its connection is lost by its own will, which is nothing to warn of.
        let client = RedisClient(
            address: address, logger: Logger(label: logger.label) { _ in SwiftLogNoOpLogHandler() })
        do {
            try await stop(through: client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    // MARK: starting

    private func start() async throws {
        let door = try await enter()
        defer { door.release() }
        guard user.take(exclusively: false) else {
            throw RedisError.privateServer("\(files.users) is locked by a stranger")
        }
        let alive = try FileLock(path: files.alive)
        guard alive.take(exclusively: true) else { return try await waitUntilReady() }
        let program = try PrivateRedisProcess.program()
        files.removeRemains()
        let pid = try PrivateRedisProcess.start(program, files: files, alive: alive)
        logger.info("private redis started", metadata: ["redis.address": "\(address)", "redis.pid": "\(pid)"])
        do {
            try await waitUntilReady(child: pid)
        } catch {
            kill(pid, SIGTERM)
            while waitpid(pid, nil, WNOHANG) == 0 { try? await Task.sleep(for: .milliseconds(10)) }
            throw error
        }
    }

    /// - Parameter child: the pid when we started it; its end is noticed at once.
    private func waitUntilReady(child: pid_t? = nil) async throws {
        let client = RedisClient(address: address, logger: logger)
        let end = ContinuousClock.now + limit
        var failure: (any Error)?
        repeat {
            do {
                try await client.connect()
                return await client.close()
            } catch let error as RedisError where error.isRetryable {
                failure = error
            } catch {
                await client.close()
                throw error
            }
            if let child, waitpid(child, nil, WNOHANG) == child { break }
            if child == nil, try !isAlive() { break }
            try await Task.sleep(for: .milliseconds(10))
        } while ContinuousClock.now < end
        await client.close()
        throw RedisError.privateServer(
            "the private Redis in \(files.directory) does not answer (\((failure as? RedisError)?.detail ?? "it ended")); "
                + "its log ends with:\n\(files.logTail())")
    }

    // MARK: stopping

    private func stop(through client: RedisClient) async throws {
        guard try await isAlone(client) else {
            return logger.info(
                "private redis left running for its other clients", metadata: ["redis.address": "\(address)"])
        }
        let pid = try await client.send("INFO", "server").string.flatMap(Self.processID)
        do {
            _ = try await client.send("SHUTDOWN")
        } catch let error as RedisError where error.code == .disconnected || error.code == .unreachable {
            // The server says nothing more: that is how it obeys.
        }
        let end = ContinuousClock.now + limit
        while try isAlive() {
            guard ContinuousClock.now < end else {
                throw RedisError.privateServer("the private Redis in \(files.directory) does not stop")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        // When it is our child, it waits to be reaped once it has let go of the lock; another's child gives -1 at once.
        while let pid, waitpid(pid, nil, WNOHANG) == 0, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(5))
        }
        logger.info("private redis stopped", metadata: ["redis.address": "\(address)"])
    }

    /// Clients of strangers, such as a `redis-cli`. Our own may have been closed a moment ago.
    private func isAlone(_ client: RedisClient) async throws -> Bool {
        for _ in 0..<25 {
            let list = try await client.send("CLIENT", "LIST").string ?? ""
            if list.split(separator: "\n").count <= 1 { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    private static func processID(in info: String) -> pid_t? {
        info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("process_id:") }
            .flatMap { pid_t($0.dropFirst("process_id:".count)) }
    }

    // MARK: locks

    private func isAlive() throws -> Bool {
        let alive = try FileLock(path: files.alive)
        guard alive.take(exclusively: true) else { return true }
        // Not left to closing: a child being spawned at this moment has the descriptor too, until its `exec`.
        alive.release()
        return false
    }

    /// Waits for the lock under which servers are started and stopped.
    private func enter() async throws -> FileLock {
        let door = try FileLock(path: files.door)
        let end = ContinuousClock.now + limit
        while !door.take(exclusively: true) {
            guard ContinuousClock.now < end else {
                throw RedisError.privateServer("another process keeps \(files.door) locked")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return door
    }
}
