/// Work that many tasks want at about the same time, done once for all of them.
///
/// Whoever asks while it is under way waits for the next time, so that what he gets was looked at after he asked.
actor SharedWork<Value: Sendable> {
    typealias Outcome = Result<Value, LH42Failure>
    private typealias Waiters = [Int: CheckedContinuation<Outcome, Never>]

    private let work: @Sendable () async throws(LH42Failure) -> Value
    private var queued: Waiters = [:]
    private var served: Waiters = [:]
    private var task: Task<Void, Never>?
    private var lastID = 0

    init(_ work: @escaping @Sendable () async throws(LH42Failure) -> Value) { self.work = work }

    /// - Throws: what the work throws; `cancelled` at once when the asking task is cancelled.
    func value() async throws(LH42Failure) -> Value {
        lastID += 1
        let id = lastID
        let outcome: Outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
                queued[id] = continuation
                startWhenIdle()
            }
        } onCancel: {
            // Ends by itself: it only takes the waiter out.
            Task { await self.withdraw(id) }
        }
        return try outcome.get()
    }

    private func startWhenIdle() {
        guard task == nil, !queued.isEmpty else { return }
        (served, queued) = (queued, [:])
        // Ends with the work, which is cancelled when nobody waits for it any more.
        task = Task {
            do throws(LH42Failure) { finish(.success(try await work())) } catch { finish(.failure(error)) }
        }
    }

    private func finish(_ outcome: Outcome) {
        let waiters = served.values
        served = [:]
        task = nil
        for waiter in waiters { waiter.resume(returning: outcome) }
        startWhenIdle()
    }

    private func withdraw(_ id: Int) {
        let waiter = queued.removeValue(forKey: id) ?? served.removeValue(forKey: id)
        waiter?.resume(returning: .failure(.cancelled))
        if served.isEmpty { task?.cancel() }
    }
}

/// The outcome of shared work, kept once it succeeded.
actor Remembered<Value: Sendable> {
    private let work: @Sendable () async throws(LH42Failure) -> Value
    private var known: Value?

    init(_ work: @escaping @Sendable () async throws(LH42Failure) -> Value) { self.work = work }

    private lazy var shared = SharedWork { [weak self] () throws(LH42Failure) -> Value in
        guard let self else { throw .cancelled }
        return try await self.find()
    }

    func value() async throws(LH42Failure) -> Value {
        if let known { return known }
        return try await shared.value()
    }

    /// Those who asked while it was under way come here when it is done.
    private func find() async throws(LH42Failure) -> Value {
        if let known { return known }
        let value = try await work()
        known = value
        return value
    }
}
