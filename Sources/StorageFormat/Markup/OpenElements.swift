/// The elements that a scan is inside of. Answers in time that does not grow with their number.
struct OpenElements {
    private struct Entry {
        let name: ElementName
        let tag: String
    }

    private var entries: [Entry] = []
    private var counts: [String: Int] = [:]

    /// How far up an implied end looks.
    private static let reach = 256

    mutating func push(_ name: ElementName, _ tag: String) {
        entries.append(Entry(name: name, tag: tag))
        counts[tag, default: 0] += 1
    }

    mutating func pop() {
        guard let last = entries.popLast() else { return }
        counts[last.tag, default: 1] -= 1
    }

    /// How many elements an end tag ends; 0 when nothing of that name is open.
    func ends(for tag: String) -> Int {
        guard counts[tag, default: 0] > 0 else { return 0 }
        var count = 0
        for entry in entries.reversed() {
            count += 1
            if entry.tag == tag { return count }
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
