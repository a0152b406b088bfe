internal import AttachmentModel

/// A file with streams in it, as Office wrote them before 2007 (Microsoft, "[MS-CFB] Compound File Binary File Format").
struct CompoundFile {
    struct Entry {
        let name: String
        let isStorage: Bool
        let start: Int
        let size: Int
        /// Indices of what lies in a storage.
        var children: [Int] = []
    }

    let file: AttachmentFile
    /// Bytes of a sector, 512 or 4,096.
    let sectorSize: Int
    /// For each sector the next one of its chain.
    private(set) var next: [UInt32] = []
    private(set) var miniNext: [UInt32] = []
    /// The first is the root.
    var entries: [Entry] = []
    private var miniStream: [UInt8] = []

    static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    private static let miniSectorSize = 64
    private static let lastSector: UInt32 = 0xFFFF_FFFA

    /// - Throws: `corrupt` when the header or the directory makes no sense.
    init(_ file: AttachmentFile) throws(ReadingError) {
        self.file = file
        let header = file.bytes(at: 0, count: 512)
        guard header.count == 512, header.starts(with: Self.signature) else {
            throw ReadingError(.corrupt, "OLE header missing")
        }
        let shift = header.uint16(at: 30)
        guard shift == 9 || shift == 12 else { throw ReadingError(.corrupt, "OLE sector size") }
        sectorSize = 1 << shift
        next = table(fatSectors(header))
        let directory = bytes(chain: header.uint32(at: 48), limit: 16_384 * 128)
        readDirectory(directory)
        guard let root = entries.first else { throw ReadingError(.corrupt, "OLE directory missing") }
        miniNext = words(bytes(chain: header.uint32(at: 60), limit: .max))
        miniStream = bytes(chain: root.start, limit: .max)
    }

    private var sectorCount: Int { (file.size + sectorSize - 1) / sectorSize }

    /// The sectors the allocation table lies in: 109 in the header, the others in a chain of their own.
    private func fatSectors(_ header: [UInt8]) -> [Int] {
        var sectors = (0..<109).map { header.uint32(at: 76 + 4 * $0) }
        var block = header.uint32(at: 68)
        var blocksLeft = min(header.uint32(at: 72), sectorCount)
        while block < Int(Self.lastSector), blocksLeft > 0 {
            let words = words(sector(block))
            guard let following = words.last else { break }
            sectors += words.dropLast().map { Int($0) }
            block = Int(following)
            blocksLeft -= 1
        }
        return sectors.filter { $0 < sectorCount }
    }

    private func table(_ sectors: [Int]) -> [UInt32] {
        var table: [UInt32] = []
        // A table longer than the file names the same sectors again and again.
        for index in sectors.prefix(sectorCount / (sectorSize / 4) + 1) { table += words(sector(index)) }
        return table
    }

    private func words(_ bytes: [UInt8]) -> [UInt32] {
        (0..<bytes.count / 4).map { UInt32(truncatingIfNeeded: bytes.uint32(at: 4 * $0)) }
    }

    private func sector(_ index: Int) -> [UInt8] {
        guard index >= 0, index < sectorCount else { return [] }
        return file.bytes(at: (index + 1) * sectorSize, count: sectorSize)
    }

    /// Bytes of a chain of sectors, up to its end, a loop, the end of the file or the limit.
    private func bytes(chain start: Int, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = start
        var left = sectorCount
        while index < next.count, left > 0, bytes.count < limit {
            let sector = sector(index)
            guard !sector.isEmpty else { break }
            bytes += sector
            index = Int(next[index])
            left -= 1
        }
        return bytes
    }

    /// The bytes of a stream; fewer when the file is cut off.
    func bytes(of entry: Entry, limit: Int = .max) -> [UInt8] {
        let size = min(entry.size, limit)
        guard entry.size < 4_096 else {
            let bytes = bytes(chain: entry.start, limit: size)
            return bytes.count > size ? Array(bytes.prefix(size)) : bytes
        }
        var bytes: [UInt8] = []
        var index = entry.start
        var left = 4_096 / Self.miniSectorSize
        while index < miniNext.count, left > 0, bytes.count < size {
            bytes += miniStream.slice(index * Self.miniSectorSize, Self.miniSectorSize)
            index = Int(miniNext[index])
            left -= 1
        }
        return Array(bytes.prefix(size))
    }
}
