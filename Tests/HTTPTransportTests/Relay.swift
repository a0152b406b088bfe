import Synchronization

/// A text that one server's handler reads after the test has learned it.
final class Relay: Sendable {
    private let text = Mutex("")

    var url: String { text.withLock { $0 } }

    func set(_ url: String) { text.withLock { $0 = url } }
}
