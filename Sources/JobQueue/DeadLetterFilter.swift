package import ConfluenceModel

/// Which dead letters are meant.
package struct DeadLetterFilter: Sendable, Hashable {
    package static let all = DeadLetterFilter()

    /// As in ``DeadLetter/reason``.
    package var reason: String?
    package var space: SpaceID?

    package init(reason: String? = nil, space: SpaceID? = nil) {
        self.reason = reason
        self.space = space
    }

    package func matches(_ letter: DeadLetter) -> Bool {
        (reason == nil || reason == letter.reason) && (space == nil || space?.rawValue == letter.space)
    }
}
