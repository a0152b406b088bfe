/// Finds a value by the bytes of its name, without making a `String` of every name that is looked up.
struct NameTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let name: Range<Int>
        let value: Value
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    /// Open addressing: one more than an index into `entries`; 0 is free. At least half of it is.
    private var slots: [UInt16]
    private let mask: Int

    /// - Parameter names: fewer than 65 535, each once.
    init(_ names: [(name: String, value: Value)]) {
        var size = 16
        while size < names.count * 2 { size *= 2 }
        mask = size - 1
        slots = [UInt16](repeating: 0, count: size)
        for (name, value) in names {
            let start = bytes.count
            bytes.append(contentsOf: name.utf8)
            entries.append(Entry(name: start..<bytes.count, value: value))
            var slot = Array(name.utf8).withUnsafeBufferPointer { Self.hash($0) } & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt16(truncatingIfNeeded: entries.count)
        }
    }

    subscript(name: UnsafeBufferPointer<UInt8>) -> Value? {
        var slot = Self.hash(name) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if isEqual(entry.name, name) { return entry.value }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isEqual(_ range: Range<Int>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard range.count == name.count else { return false }
        for index in 0..<name.count where bytes[range.lowerBound + index] != name[index] { return false }
        return true
    }

    /// FNV-1a.
    @inline(__always)
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in name { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int(hash ^ hash >> 15)
    }
}

extension NameTable {
    /// The name as it stands, or else in lower case.
    func insensitive(_ name: UnsafeBufferPointer<UInt8>) -> Value? {
        if let value = self[name] { return value }
        guard name.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return nil }
        return name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }.withUnsafeBufferPointer { self[$0] }
    }
}
