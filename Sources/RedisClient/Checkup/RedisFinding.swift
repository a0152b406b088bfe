/// One thing that was looked at in a Redis, for people.
package struct RedisFinding: Sendable, Equatable {
    /// In order of their weight.
    package enum Verdict: String, Sendable, Comparable, CaseIterable {
        case ok
        /// The server does not say.
        case notVerifiable
        case warn
        /// Do not go on: work would be lost.
        case refuse

        package static func < (left: Verdict, right: Verdict) -> Bool { left.weight < right.weight }
        private var weight: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Two words at most, the same for every server: `eviction`.
    package let name: String
    package let verdict: Verdict
    package let seen: String
    /// The exact line that mends it, for `redis-cli` or the address.
    package let mend: String?

    package init(_ name: String, _ verdict: Verdict, _ seen: String, mend: String? = nil) {
        self.name = name
        self.verdict = verdict
        self.seen = seen
        self.mend = mend
    }
}
