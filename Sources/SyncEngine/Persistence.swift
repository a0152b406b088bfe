internal import Logging
internal import Telemetry

/// Repeats `step` until cancelled, waiting ever longer while nothing resets the wait. What it throws is said once, and then
/// again when something else is thrown: beside it others work whom it must not stop.
func persistently(
    _ trouble: Logger.Message, _ logger: Logger, last: Duration = .seconds(1),
    _ step: (inout Backoff) async throws -> Void
) async throws {
    var patience = Backoff(first: .milliseconds(100), last: last)
    var said = ""
    while true {
        do {
            try await step(&patience)
            said = ""
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            if "\(error)" != said { logger.warning(trouble, metadata: [LogKey.reason: "\(error)"]) }
            said = "\(error)"
        }
        try await Task.sleep(for: patience.next())
    }
}
