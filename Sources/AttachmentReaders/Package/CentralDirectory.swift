/// Looks at the end of a zip before any library does, since one that claims millions of entries costs memory to open.
enum CentralDirectory {
    /// APPNOTE.TXT 4.3.16: the record has 22 bytes, and a comment of up to 65,535 bytes behind it.
    /// - Returns: how many entries the file claims to have; `nil` without an end record.
    static func entryCount(of file: AttachmentFile) -> Int? {
        let tail = file.bytes(at: max(0, file.size - 22 - 0xFFFF), count: 22 + 0xFFFF)
        guard tail.count >= 22 else { return nil }
        var place = tail.count - 22
        while place >= 0 {
            if tail[place] == 0x50, tail[place + 1] == 0x4B, tail[place + 2] == 0x05, tail[place + 3] == 0x06 {
                let claimed = Int(tail[place + 10]) | Int(tail[place + 11]) << 8
                let size = tail[(place + 12)..<(place + 16)].reversed().reduce(0) { $0 << 8 | Int($1) }
                // Zip64 has its count elsewhere; the directory's size tells it well enough, an entry has 46 bytes.
                return claimed == 0xFFFF || size == 0xFFFF_FFFF ? max(claimed, min(size, file.size) / 46) : claimed
            }
            place -= 1
        }
        return nil
    }
}
