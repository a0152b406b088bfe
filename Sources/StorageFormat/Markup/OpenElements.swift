/// The elements that a scan is inside of. Answers in time that does not grow with their number.
struct OpenElements {
    /// Elements with the same key end each other.
    struct Key: Hashable {
        let name: ElementName
        /// Number of the name as written, in lower case; 0 for elements that mean something.
        let tag: Int32
    }

    private var entries: [Key] = []
    private var tags: [String: Int32] = [:]
    private var counts: [Key: Int] = [:]

    /// How far up an implied end looks.
    private static let reach = 256

    /// - Parameter tag: as written.
    mutating func key(_ name: ElementName, tag: some Sequence<UInt8>) -> Key {
        guard name == .other else { return Key(name: name, tag: 0) }
        let tag = String(decoding: Array(tag), as: UTF8.self).lowercased()
        let number = tags[tag] ?? Int32(truncatingIfNeeded: tags.count + 1)
        tags[tag] = number
        return Key(name: name, tag: number)
    }

    mutating func push(_ key: Key) {
        entries.append(key)
        counts[key, default: 0] += 1
    }

    mutating func pop() {
        guard let last = entries.popLast() else { return }
        counts[last, default: 1] -= 1
    }

    /// How many elements an end tag ends; 0 when nothing of that name is open.
    func ends(for key: Key) -> Int {
        if entries.last == key { return 1 }
        guard counts[key, default: 0] > 0 else { return 0 }
        var count = 0
        for entry in entries.reversed() {
            count += 1
            if entry == key { return count }
        }
        return 0
    }

    /// How many open elements the start of `name` ends.
    func impliedEnds(before name: ElementName) -> Int {
        if name.endsParagraph {
            guard let last = entries.last?.name else { return 0 }
            return last == .p || last.headingLevel != nil ? 1 : 0
        }
        let ended = name.impliedEnds
        guard !ended.isEmpty else { return 0 }
        var outermost = 0
        for (above, entry) in entries.reversed().prefix(Self.reach).enumerated() {
            if entry.name.isImpliedEndScope { break }
            if ended.contains(entry.name) { outermost = above + 1 }
        }
        return outermost
    }
}
