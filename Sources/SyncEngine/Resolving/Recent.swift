/// Answers that were asked for lately, within bounds of number and age. When half of the room is used up, what was not
/// asked for since the last time is forgotten.
struct Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let at: ContinuousClock.Instant
    }

    private let capacity: Int
    private let freshness: Duration
    private let clock = ContinuousClock()
    private var young: [Key: Entry] = [:]
    private var old: [Key: Entry] = [:]

    init(capacity: Int, freshness: Duration) {
        self.capacity = capacity
        self.freshness = freshness
    }

    mutating func value(of key: Key) -> Value? {
        guard let entry = young[key] ?? old[key] else { return nil }
        guard entry.at > clock.now - freshness else {
            forget(key)
            return nil
        }
        if young[key] == nil { insert(entry, key) }
        return entry.value
    }

    mutating func remember(_ value: Value, as key: Key) { insert(Entry(value: value, at: clock.now), key) }

    mutating func forget(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }

    private mutating func insert(_ entry: Entry, _ key: Key) {
        if young.count >= max(capacity / 2, 1) { (old, young) = (young, [:]) }
        young[key] = entry
    }
}
