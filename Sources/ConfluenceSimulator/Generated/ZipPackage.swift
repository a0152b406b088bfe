/// A zip file whose entries are stored as they are (PKWARE APPNOTE 6.3).
enum ZipPackage {
    private static let made: UInt16 = 20

    static func bytes(_ entries: [(name: String, text: String)]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let name = Array(entry.name.utf8)
            let data = Array(entry.text.utf8)
            let offset = UInt32(file.count)
            var header: [UInt8] = []
            header.append(little: made)
            // Names are UTF-8.
            header.append(little: UInt16(0x0800))
            // Method, time and day: stored, midnight, 1 January 1980.
            header.append(little: UInt16(0))
            header.append(little: UInt16(0))
            header.append(little: UInt16(0x0021))
            header.append(little: Checksum.crc32(data))
            header.append(little: UInt32(data.count))
            header.append(little: UInt32(data.count))
            header.append(little: UInt16(name.count))
            header.append(little: UInt16(0))
            file += Array("PK\u{3}\u{4}".utf8) + header + name + data
            directory += Array("PK\u{1}\u{2}".utf8)
            directory.append(little: made)
            directory += header
            // Comment, disk, inner and outer attributes.
            directory += [UInt8](repeating: 0, count: 10)
            directory.append(little: offset)
            directory += name
        }
        let start = UInt32(file.count)
        file += directory + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0]
        file.append(little: UInt16(entries.count))
        file.append(little: UInt16(entries.count))
        file.append(little: UInt32(directory.count))
        file.append(little: start)
        file.append(little: UInt16(0))
        return file
    }
}
