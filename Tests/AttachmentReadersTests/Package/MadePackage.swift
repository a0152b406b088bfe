import AttachmentModel
import AttachmentReaders
import ContentTree
import MarkdownWriter

/// A zip file made from names and texts, not packed. APPNOTE.TXT 4.3.
struct MadePackage {
    var parts: [(name: String, bytes: [UInt8])] = []
    /// Sets bit 0 of each entry's flags, which says that a password is needed.
    var isEncrypted = false

    init(_ parts: KeyValuePairs<String, String>) {
        self.parts = parts.map { ($0.key, Array($0.value.utf8)) }
    }

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for part in parts {
            let offset = file.count
            let name = Array(part.name.utf8)
            var header = Self.little(20, 2) + Self.little(isEncrypted ? 1 : 0x800, 2) + Self.little(0, 2)
            header += Self.little(0, 4) + Self.little(Int(Self.checksum(part.bytes)), 4)
            header += Self.little(part.bytes.count, 4) + Self.little(part.bytes.count, 4) + Self.little(name.count, 2)
            file += [0x50, 0x4B, 3, 4] + header + Self.little(0, 2) + name + part.bytes
            directory += [0x50, 0x4B, 1, 2] + Self.little(20, 2) + header + Self.little(0, 10)
            directory += Self.little(0, 2) + Self.little(offset, 4) + name
        }
        let count = Self.little(parts.count, 2)
        let end = [0x50, 0x4B, 5, 6] + Self.little(0, 4) + count + count + Self.little(directory.count, 4)
        return file + directory + end + Self.little(file.count, 4) + Self.little(0, 2)
    }

    private static func little(_ number: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }

    /// CRC-32 as zip has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

/// What a reader made of a file.
struct Reading {
    var markdown = ""
    var error: ReadingError?
    var truncation: Truncation?

    init(_ bytes: [UInt8], by reader: any AttachmentReader.Type, limits: ReadingLimits = ReadingLimits()) {
        var text = ""
        var wanted = limits.text
        let output = DocumentOutput { blocks in
            let piece = MarkdownWriter().write(ContentTree(blocks: blocks)).text
            text += text.isEmpty ? piece : "\n" + piece
            wanted -= piece.utf8.count
            return wanted > 0
        }
        do throws(ReadingError) {
            try reader.read(AttachmentFile(bytes: bytes), limits: limits, into: output)
        } catch {
            self.error = error
        }
        output.flush()
        markdown = text
        truncation = output.truncation
    }
}
