package import SyncState

/// The spaces that a scheduled sweep is for, where one of them all would cost too much: those that waited longest since their
/// last complete sweep, or since a turn that came to nothing. The others take their turns in the slots that follow.
package struct SweepTurn: Equatable {
    /// Requests that a scheduled sweep may cost.
    package static let budget = 2000

    /// Never empty.
    package let keys: [String]

    /// - Parameter spaces: those that are synced.
    /// - Returns: `nil` when there is room for all.
    package init?(of spaces: some Collection<SpaceRecord>, budget: Int = SweepTurn.budget) {
        guard spaces.reduce(0, { $0 + Self.cost($1) }) > budget else { return nil }
        var left = budget
        var chosen: [String] = []
        for space in spaces.sorted(by: Self.isEarlier) {
            let cost = Self.cost(space)
            // A space that is too large for the budget by itself takes its turn alone.
            guard cost <= left || chosen.isEmpty else { break }
            left -= cost
            chosen.append(space.key)
        }
        guard chosen.count < spaces.count else { return nil }
        keys = chosen
    }

    /// Requests for the listing of all that is there, 250 a request, and for labels and restrictions, 200 a request.
    package static func cost(_ space: SpaceRecord) -> Int { max(1, space.objects / 250 + space.objects / 200) }

    private static func isEarlier(_ left: SpaceRecord, _ right: SpaceRecord) -> Bool {
        // One that cannot be swept, or is not shown any more, holds up nobody.
        func last(_ space: SpaceRecord) -> Int { max(space.sweptAt ?? .min, space.turnAt ?? .min) }
        return (last(left), left.key) < (last(right), right.key)
    }
}
