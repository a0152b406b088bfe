/// The pace of one process: so many requests a second, so many at once, and one pause for all when the host asks for it.
package actor LocalPace: Pace {
    private var state: PaceState
    private var free: Int
    private var queue: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastID = 0
    private let time: Timekeeper
    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: random numbers from 0 to 1.
    package init(
        _ limits: PaceState.Limits = .init(), clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        state = PaceState(limits)
        free = limits.concurrency
        time = Timekeeper(clock)
        self.jitter = jitter
    }

    package var rate: Double { state.rate }

    package func acquire(cost: Int) async throws {
        try await takeSlot()
        do {
            while true {
                switch state.turn(cost: cost, now: time.now()) {
                case .now: return
                case .after(let wait): try await time.sleep(wait)
                case .refused(let remaining): throw Paused(remaining: remaining)
                }
            }
        } catch {
            giveSlot()
            throw error
        }
    }

    package func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) {
        state.finished(status: status, headers: headers, now: time.now(), jitter: jitter())
        giveSlot()
    }

    private func takeSlot() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        lastID += 1
        let id = lastID
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume(returning: false) } else { queue.append((id, continuation)) }
            }
        } onCancel: {
            // Ends by itself: it only takes the waiter out of the queue.
            Task { await self.withdraw(id) }
        }
        if !granted { throw CancellationError() }
    }

    /// The slot goes straight to who has waited longest.
    private func giveSlot() {
        if queue.isEmpty { free += 1 } else { queue.removeFirst().continuation.resume(returning: true) }
    }

    private func withdraw(_ id: Int) {
        guard let index = queue.firstIndex(where: { $0.id == id }) else { return }
        queue.remove(at: index).continuation.resume(returning: false)
    }
}
