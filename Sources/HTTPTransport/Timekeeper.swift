/// A clock that can be read and slept on without knowing its type. Real or made by a test.
package struct Timekeeper: Sendable {
    /// Time since this value was made.
    package let now: @Sendable () -> Duration
    /// - Throws: `CancellationError`.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(_ clock: any Clock<Duration>) { self = Self.reading(clock) }

    private init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    private static func reading(_ clock: some Clock<Duration>) -> Timekeeper {
        let start = clock.now
        return Timekeeper(
            now: { start.duration(to: clock.now) },
            sleep: { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) })
    }
}
