import ConfluenceSimulator
import JobQueue
import RedisClient
import SyncEngine
import SyncState
import Synchronization
import TestSupport
import Testing

@Suite("The scheduler", .serialized)
struct SchedulerTests {
    private struct Trouble: Error {}

    @Test("what goes wrong before a run is asked for leaves the slot to the next try")
    func retries() async throws {
        try await EngineBench.with(.generated(pages: 1, spaces: 1)) { bench in
            let looks = Mutex(0)
            let scheduler = Scheduler(
                schedules: [.incremental: try Schedule("1d")], queue: bench.queue, state: bench.state,
                logger: EngineBench.silent
            ) {
                let number = looks.withLock { count in
                    count += 1
                    return count
                }
                if number < 3 { throw Trouble() }
                return []
            }
            let task = Task { try await scheduler.run() }
            try await eventually("there is a run") { try await !bench.queue.runs().isEmpty }
            task.cancel()
            _ = await task.result
            #expect(looks.withLock(\.self) == 3)
            #expect(try await bench.queue.runs().map(\.source) == ["schedule"])
        }
    }
}
