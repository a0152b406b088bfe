/// A compound file made from its streams, with sectors of 512 bytes and small streams in the mini stream.
package struct MadeCompound {
    private struct Entry {
        let name: String
        let kind: UInt8
        var start = 0
        var size = 0
        var children: [Int] = []
    }

    private var entries = [Entry(name: "Root Entry", kind: 5)]
    private var sectors: [UInt8] = []
    private var next: [UInt32] = []
    private var mini: [UInt8] = []
    private var miniNext: [UInt32] = []
    private static let end: UInt32 = 0xFFFF_FFFE

    /// Names with a slash lie in a storage.
    package init(_ streams: [(String, [UInt8])]) {
        for (path, bytes) in streams {
            var parent = 0
            var parts = path.split(separator: "/").map { String($0) }
            let name = parts.removeLast()
            for part in parts { parent = storage(part, in: parent) }
            add(name, bytes, to: parent)
        }
    }

    private mutating func storage(_ name: String, in parent: Int) -> Int {
        if let found = entries[parent].children.first(where: { entries[$0].name == name }) { return found }
        entries.append(Entry(name: name, kind: 1))
        entries[parent].children.append(entries.count - 1)
        return entries.count - 1
    }

    private mutating func add(_ name: String, _ bytes: [UInt8], to parent: Int) {
        var entry = Entry(name: name, kind: 2)
        entry.size = bytes.count
        entry.start = bytes.count < 4_096 ? addMini(bytes) : chain(bytes)
        entries.append(entry)
        entries[parent].children.append(entries.count - 1)
    }

    private mutating func addMini(_ bytes: [UInt8]) -> Int {
        let start = miniNext.count
        mini += bytes + [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
        for index in start..<mini.count / 64 {
            miniNext.append(index + 1 < mini.count / 64 ? UInt32(index + 1) : Self.end)
        }
        return bytes.isEmpty ? Int(Self.end) : start
    }

    private mutating func chain(_ bytes: [UInt8]) -> Int {
        let start = next.count
        sectors += bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        for index in start..<sectors.count / 512 {
            next.append(index + 1 < sectors.count / 512 ? UInt32(index + 1) : Self.end)
        }
        return bytes.isEmpty ? Int(Self.end) : start
    }

    package var bytes: [UInt8] {
        var copy = self
        return copy.finish()
    }

    private mutating func finish() -> [UInt8] {
        entries[0].start = chain(mini)
        entries[0].size = mini.count
        let miniTable = chain(miniNext.flatMap { Self.little($0) })
        let directory = chain(directoryBytes())
        let tableStart = next.count
        let tableCount = (next.count + 1) / 127 + 1
        for _ in 0..<tableCount { next.append(0xFFFF_FFFD) }
        var table = next.flatMap { Self.little($0) }
        table += [UInt8](repeating: 0xFF, count: tableCount * 512 - table.count)
        var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 16)
        header += [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0] + [UInt8](repeating: 0, count: 10)
        header += Self.little(UInt32(tableCount)) + Self.little(UInt32(directory)) + Self.little(0) + Self.little(4_096)
        header += Self.little(UInt32(miniTable)) + Self.little(1) + Self.little(Self.end) + Self.little(0)
        for index in 0..<109 {
            header += Self.little(index < tableCount ? UInt32(tableStart + index) : 0xFFFF_FFFF)
        }
        return header + sectors + table
    }

    /// Children hang one behind the other: a tree, if not a balanced one.
    private func directoryBytes() -> [UInt8] {
        var siblings: [Int: Int] = [:]
        for entry in entries {
            for (index, child) in entry.children.enumerated().dropLast() { siblings[child] = entry.children[index + 1] }
        }
        return entries.enumerated().flatMap { index, entry in
            var bytes = entry.name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let length = bytes.count + 2
            bytes += [UInt8](repeating: 0, count: 64 - bytes.count)
            bytes += [UInt8(length), 0, entry.kind, 1] + Self.little(0xFFFF_FFFF)
            bytes += Self.little(siblings[index].map { UInt32($0) } ?? 0xFFFF_FFFF)
            bytes += Self.little(entry.children.first.map { UInt32($0) } ?? 0xFFFF_FFFF)
            bytes += [UInt8](repeating: 0, count: 36)
            return bytes + Self.little(UInt32(truncatingIfNeeded: entry.start)) + Self.little(UInt32(entry.size)) + [
                0, 0, 0, 0,
            ]
        }
    }

    package static func little(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    package static func short(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

    package static func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { short($0) } }
}
