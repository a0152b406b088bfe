/// Writes zip files, also such as no honest program makes (APPNOTE.TXT 4.3 and 4.4).
struct RawZip {
    struct Entry {
        var name: String
        /// As they stand in the file.
        var bytes: [UInt8]
        var isDeflated = false
        /// What both headers claim.
        var size: Int
        var packedSize: Int
        var checksum: UInt32
        var flags = 0x800
        /// Unix mode, for example of a symbolic link.
        var mode = 0
    }

    var entries: [Entry] = []
    /// What the end record claims, where it lies.
    var claimedCount: Int?
    /// All entries of the directory name the first one's place.
    var overlaps = false

    init(_ parts: KeyValuePairs<String, String> = [:]) {
        for (name, text) in parts { add(name, Array(text.utf8)) }
    }

    mutating func add(_ name: String, _ bytes: [UInt8]) {
        entries.append(
            Entry(
                name: name, bytes: bytes, size: bytes.count, packedSize: bytes.count, checksum: Self.checksum(bytes)))
    }

    /// `prefix`, then one byte very many times, then `suffix`: about a thousand to one.
    mutating func addBomb(_ name: String, prefix: String, run: UInt8, count: Int, suffix: String) {
        let packed = Deflate.run(of: run, count: count, prefix: Array(prefix.utf8), suffix: Array(suffix.utf8))
        entries.append(
            Entry(
                name: name, bytes: packed, isDeflated: true, size: prefix.utf8.count + count + suffix.utf8.count,
                packedSize: packed.count, checksum: 0))
    }

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = overlaps ? 0 : file.count
            let name = Array(entry.name.utf8)
            var header = Self.little(20, 2) + Self.little(entry.flags, 2) + Self.little(entry.isDeflated ? 8 : 0, 2)
            header += Self.little(0, 4) + Self.little(Int(entry.checksum), 4) + Self.little(entry.packedSize, 4)
            header += Self.little(entry.size, 4) + Self.little(name.count, 2)
            file += [0x50, 0x4B, 3, 4] + header + Self.little(0, 2) + name + entry.bytes
            directory += [0x50, 0x4B, 1, 2] + Self.little(20 | 3 << 8, 2) + header + Self.little(0, 8)
            directory += Self.little(entry.mode << 16, 4) + Self.little(offset, 4) + name
        }
        let count = Self.little(claimedCount ?? entries.count, 2)
        let end = [0x50, 0x4B, 5, 6] + Self.little(0, 4) + count + count + Self.little(directory.count, 4)
        return file + directory + end + Self.little(file.count, 4) + Self.little(0, 2)
    }

    static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }

    /// CRC-32.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}

/// Just enough of RFC 1951 to pack one byte very tightly.
enum Deflate {
    static func run(of byte: UInt8, count: Int, prefix: [UInt8] = [], suffix: [UInt8] = []) -> [UInt8] {
        stored(prefix, isLast: false) + repeated(byte, count) + stored(suffix, isLast: true)
    }

    /// With the header of zlib (RFC 1950) around it; the checksum is nobody's.
    static func zlib(_ packed: [UInt8]) -> [UInt8] { [0x78, 0x9C] + packed + [0, 0, 0, 0] }

    private static func stored(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        guard !bytes.isEmpty || isLast else { return [] }
        let length = UInt16(bytes.count)
        let sizes = [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return [isLast ? 1 : 0] + sizes + bytes
    }

    /// A block with codes of its own: one bit for "258 bytes more", two for the byte and for the end, one for the
    /// distance 1. Rounded to whole 258s.
    private static func repeated(_ byte: UInt8, _ count: Int) -> [UInt8] {
        var bits: [Bool] = []
        func put(_ value: Int, _ width: Int) { for bit in 0..<width { bits.append(value >> bit & 1 == 1) } }
        // Lengths of the code lengths' codes, in the order of the format: 18, 0, 2 and 1 have two bits each.
        put(0b100, 3)
        put(29, 5)
        put(0, 5)
        put(14, 4)
        for index in 0..<18 { put([2, 3, 15, 17].contains(index) ? 2 : 0, 3) }
        func zeros(_ number: Int) {
            var left = number
            while left >= 11 {
                put(0b11, 2)
                put(min(left, 138) - 11, 7)
                left -= min(left, 138)
            }
            for _ in 0..<left { put(0b00, 2) }
        }
        zeros(Int(byte))
        put(0b01, 2)
        zeros(255 - Int(byte))
        put(0b01, 2)
        zeros(28)
        put(0b10, 2)
        put(0b10, 2)
        // The byte itself, the repetitions, the end; then up to the next byte.
        put(0b01, 2)
        for _ in 0..<count / 258 { put(0b00, 2) }
        put(0b11, 2)
        // An empty stored block aligns what follows.
        put(0b000, 3)
        while bits.count % 8 != 0 { bits.append(false) }
        var bytes = [UInt8](repeating: 0, count: bits.count / 8)
        for (index, bit) in bits.enumerated() where bit { bytes[index / 8] |= 1 << (index % 8) }
        return bytes + [0, 0, 0xFF, 0xFF]
    }
}
