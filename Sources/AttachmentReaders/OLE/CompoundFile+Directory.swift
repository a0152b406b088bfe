extension CompoundFile {
    /// An entry as it is stored: its neighbours form a tree of their own.
    private struct Links {
        let left: Int
        let right: Int
        let child: Int
    }

    mutating func readDirectory(_ bytes: [UInt8]) {
        var links: [Links] = []
        for offset in stride(from: 0, to: bytes.count - 127, by: 128) {
            let units = max(0, min(64, bytes.uint16(at: offset + 64)) / 2 - 1)
            let kind = bytes.uint8(at: offset + 66)
            entries.append(
                Entry(
                    name: kind == 0 ? "" : bytes.utf16(at: offset, units: units), isStorage: kind == 1 || kind == 5,
                    start: bytes.uint32(at: offset + 116),
                    // Files with small sectors may have rubbish in the upper half.
                    size: kind == 0 ? 0 : bytes.uint32(at: offset + 120)))
            links.append(
                Links(
                    left: bytes.uint32(at: offset + 68), right: bytes.uint32(at: offset + 72),
                    child: bytes.uint32(at: offset + 76)))
        }
        var seen = [Bool](repeating: false, count: entries.count)
        for index in entries.indices where entries[index].isStorage {
            var waiting = [links[index].child]
            while let entry = waiting.popLast() {
                guard entry < entries.count, entry > 0, !seen[entry] else { continue }
                seen[entry] = true
                entries[index].children.append(entry)
                waiting.append(links[entry].left)
                waiting.append(links[entry].right)
            }
        }
    }

    /// Names compare without case, as the format says.
    func entry(_ name: String, in storage: Entry? = nil) -> Entry? {
        guard let storage = storage ?? entries.first else { return nil }
        let name = name.lowercased()
        return storage.children.lazy.map { entries[$0] }.first { $0.name.lowercased() == name }
    }

    /// A stream beside the root, or anywhere when the tree is damaged.
    func stream(_ name: String, limit: Int = .max) -> [UInt8]? {
        let found = entry(name) ?? entries.first { !$0.isStorage && $0.name == name }
        guard let found, !found.isStorage else { return nil }
        return bytes(of: found, limit: limit)
    }
}
