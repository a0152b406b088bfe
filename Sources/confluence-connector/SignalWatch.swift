import Dispatch
import Foundation
import Synchronization

/// Notes the signals that ask a process to stop, instead of dying of them. A second one ends the process at once.
///
/// Unchecked: `sources` are touched in `init` and `deinit` alone; what the handlers change is behind a mutex.
final class SignalWatch: @unchecked Sendable {
    private let first = Mutex<Int32?>(nil)
    private let sources: [any DispatchSourceSignal]

    init(_ signals: [Int32]) {
        sources = signals.map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for (source, number) in zip(sources, signals) {
            source.setEventHandler { [weak self] in self?.note(number) }
            source.resume()
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// The first signal that came, if any.
    var received: Int32? { first.withLock { $0 } }

    private func note(_ number: Int32) {
        let isSecond = first.withLock { first in
            defer { first = number }
            return first != nil
        }
        if isSecond { _exit(128 + number) }
    }

    /// The answer of `work`; `nil` when a signal came first, and `work` was cancelled.
    func unlessReceived<Answer: Sendable>(_ work: @Sendable @escaping () async throws -> Answer) async throws -> Answer?
    {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                while self.received == nil { try await Task.sleep(for: .milliseconds(50)) }
                return nil
            }
            return try await group.next() ?? nil
        }
    }
}
