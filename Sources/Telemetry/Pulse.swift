internal import Synchronization

/// Whether the process still turns: calls that ought to come back, and do not, show that it hangs.
package final class Pulse: Sendable {
    private let clock = ContinuousClock()
    private let calls = Mutex<(next: Int, begun: [Int: ContinuousClock.Instant])>((0, [:]))

    package init() {}

    /// Watches a call that comes back soon, whatever happens, or throws.
    package func watching<Value>(_ call: () async throws -> Value) async rethrows -> Value {
        let id = calls.withLock { calls in
            calls.next += 1
            calls.begun[calls.next] = clock.now
            return calls.next
        }
        defer { calls.withLock { $0.begun[id] = nil } }
        return try await call()
    }

    /// How long the oldest watched call has been out.
    package var oldestCall: Duration {
        let begun = calls.withLock { $0.begun.values.min() }
        return begun.map { clock.now - $0 } ?? .zero
    }
}
