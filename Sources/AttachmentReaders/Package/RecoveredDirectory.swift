/// Finds the entries of a zip file whose directory is missing or damaged by the headers that stand before each of them.
/// APPNOTE.TXT 4.3.7 and 4.3.9.
struct RecoveredDirectory {
    private static let longestName = 4_096

    /// A directory as it would stand at the end of the file.
    private(set) var bytes: [UInt8] = []
    private var count = 0

    /// - Returns: `nil` when there are no entries.
    init?(_ file: AttachmentFile, limits: ReadingLimits) {
        file.withBytes { find(in: $0, limit: min(limits.entries, 0xFFFE)) }
        guard count > 0 else { return nil }
        let size = bytes.count
        bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + Self.little(count, 2) + Self.little(count, 2)
        bytes += Self.little(size, 4) + Self.little(file.size, 4) + [0, 0]
    }

    private mutating func find(in file: UnsafeRawBufferPointer, limit: Int) {
        var place = 0
        while count < limit, let header = Self.signature(in: file, from: place, [3]) {
            place = add(header, in: file)
        }
    }

    /// - Returns: where to look for the next entry.
    private mutating func add(_ header: Int, in file: UnsafeRawBufferPointer) -> Int {
        guard header + 30 <= file.count else { return file.count }
        let nameLength = Self.number(file, header + 26, 2)
        let start = header + 30 + nameLength + Self.number(file, header + 28, 2)
        guard start <= file.count, nameLength > 0, nameLength <= Self.longestName else { return header + 4 }
        var sums = Array(file[(header + 14)..<(header + 26)])
        var packed = Self.number(file, header + 18, 4)
        let isSizeBehind = Self.number(file, header + 6, 2) & 8 != 0 && packed == 0
        if isSizeBehind, let behind = Self.sizes(in: file, of: start) {
            sums = Array(file[behind..<behind + 12])
            packed = Self.number(file, behind + 4, 4)
        } else if isSizeBehind || packed > file.count - start {
            // The last one, cut off: what is there can still be read.
            packed = file.count - start
            sums.replaceSubrange(4..<8, with: Self.little(packed, 4))
        }
        bytes += [0x50, 0x4B, 1, 2, 20, 0] + file[(header + 4)..<(header + 14)] + sums
        bytes += Self.little(nameLength, 2) + [UInt8](repeating: 0, count: 12) + Self.little(header, 4)
        bytes += file[(header + 30)..<(header + 30 + nameLength)]
        count += 1
        return start + packed
    }

    /// The checksum and sizes that stand behind an entry written in one go, with or without a signature.
    private static func sizes(in file: UnsafeRawBufferPointer, of start: Int) -> Int? {
        var place = start
        while let next = signature(in: file, from: place, [1, 3, 7]) {
            if file[next + 2] == 7, next + 16 <= file.count, number(file, next + 8, 4) == next - start {
                return next + 4
            }
            if file[next + 2] != 7, next - 12 >= start, number(file, next - 8, 4) == next - 12 - start {
                return next - 12
            }
            place = next + 4
        }
        return nil
    }

    /// Where `PK` and one of these record types stand next.
    private static func signature(in file: UnsafeRawBufferPointer, from start: Int, _ types: [UInt8]) -> Int? {
        var place = start
        while place + 4 <= file.count {
            guard let found = file[place...].firstIndex(of: 0x50), found + 4 <= file.count else { return nil }
            if file[found + 1] == 0x4B, types.contains(file[found + 2]), file[found + 3] == file[found + 2] + 1 {
                return found
            }
            place = found + 1
        }
        return nil
    }

    private static func number(_ file: UnsafeRawBufferPointer, _ place: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(file[place + $1]) << (8 * $1) }
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
