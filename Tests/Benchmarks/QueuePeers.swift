import Foundation

/// Queues over Redis that others use, in Python, each with a job that does nothing.
struct QueuePeers {
    struct Peer: Decodable {
        let name: String
        let jobs: Int
        let seconds: Double
        let cpu: Double
        let bytes: Double

        var line: String {
            String(
                format: "%@: %6.0f jobs/s, Redis %4.1f CPU us a job, %3.0f bytes a waiting job", name as NSString,
                Double(jobs) / seconds, cpu * 1e6 / Double(jobs), bytes)
        }
    }

    /// Installs them into a temporary folder and runs them one after the other.
    static func measure(redis socket: String, jobs: Int) throws -> [Peer] {
        let place = FileManager.default.temporaryDirectory.appending(path: "queue-peers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let python = place.appending(path: "bin/python").path
        _ = try run(["python3", "-m", "venv", place.path])
        _ = try run([
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "dramatiq[redis]", "arq",
        ])
        let script = place.appending(path: "peers.py")
        try Data(source.utf8).write(to: script)
        return try JSONDecoder().decode([Peer].self, from: run([python, script.path, socket, "\(jobs)"]))
    }

    static func run(_ command: [String]) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError(description: "\(command.prefix(4).joined(separator: " ")) failed")
        }
        return data
    }

    private static let source = """
        import asyncio, json, logging, sys, time, warnings
        import redis
        warnings.filterwarnings("ignore")
        logging.disable(logging.CRITICAL)
        socket, number = sys.argv[1], int(sys.argv[2])
        server = redis.Redis(unix_socket_path=socket)

        def cpu():
            info = server.info("cpu")
            return info["used_cpu_user"] + info["used_cpu_sys"]

        def memory():
            return server.info("memory")["used_memory"]

        def dramatiq_queue():
            import dramatiq
            from dramatiq.brokers.redis import RedisBroker
            broker = RedisBroker(client=redis.Redis(unix_socket_path=socket), middleware=[])
            dramatiq.set_broker(broker)

            @dramatiq.actor
            def nothing(page):
                pass

            def fill():
                for page in range(number):
                    nothing.send(page)

            def work():
                worker = dramatiq.Worker(broker, worker_threads=8, worker_timeout=100)
                worker.start()
                broker.join(nothing.queue_name)
                worker.join()
                worker.stop()
            return fill, work

        def arq_queue():
            from arq import create_pool
            from arq.connections import RedisSettings
            from arq.worker import Worker
            settings = RedisSettings(unix_socket_path=socket)

            async def nothing(context, page):
                pass

            def fill():
                async def enqueue():
                    pool = await create_pool(settings)
                    for page in range(number):
                        await pool.enqueue_job("nothing", page)
                    await pool.aclose()
                asyncio.run(enqueue())

            def work():
                async def consume():
                    worker = Worker([nothing], redis_settings=settings, burst=True, max_jobs=50, keep_result=0,
                        poll_delay=0.01, handle_signals=False)
                    await worker.main()
                    await worker.close()
                asyncio.run(consume())
            return fill, work

        results = []
        for name, make in (("dramatiq", dramatiq_queue), ("arq", arq_queue)):
            try:
                server.flushall()
                fill, work = make()
                before, started, first = cpu(), time.monotonic(), memory()
                fill()
                size = (memory() - first) / number
                work()
                seconds = time.monotonic() - started
                results.append({"name": name, "jobs": number, "seconds": seconds, "cpu": cpu() - before, "bytes": size})
            except Exception as error:
                print(f"{name}: {error!r}", file=sys.stderr)
        print(json.dumps(results))
        """
}
