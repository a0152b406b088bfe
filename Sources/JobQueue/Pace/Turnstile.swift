/// Lets one caller in at a time, in the order of their coming.
actor Turnstile {
    private var isTaken = false
    private var queue: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var lastID = 0

    var waiting: Int { queue.count }

    /// - Throws: `CancellationError`; then the caller is not in.
    func enter() async throws {
        try Task.checkCancellation()
        if !isTaken {
            isTaken = true
            return
        }
        lastID += 1
        let id = lastID
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { continuation.resume(returning: false) } else { queue.append((id, continuation)) }
            }
        } onCancel: {
            // Ends by itself: it only takes the waiter out of the queue.
            Task { await self.withdraw(id) }
        }
        if !isIn { throw CancellationError() }
    }

    func leave() {
        if queue.isEmpty { isTaken = false } else { queue.removeFirst().continuation.resume(returning: true) }
    }

    private func withdraw(_ id: Int) {
        guard let index = queue.firstIndex(where: { $0.id == id }) else { return }
        queue.remove(at: index).continuation.resume(returning: false)
    }
}
