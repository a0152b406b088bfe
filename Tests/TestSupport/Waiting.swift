/// A failure of the test's surroundings, not of what it tests.
package struct SupportError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Waits until the condition holds, looking every few milliseconds.
/// - Throws: ``SupportError`` naming `state` after `limit`, or what the condition throws.
package func eventually(
    _ state: String, within limit: Duration = .seconds(20), isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw SupportError("never came true: \(state)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
