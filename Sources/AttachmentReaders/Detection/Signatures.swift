internal import AttachmentModel

/// First bytes of files that are neither packages nor text.
enum Signatures {
    private struct Signature {
        var offset = 0
        let bytes: [UInt8]
        let kind: AttachmentKind

        init(_ text: String, at offset: Int = 0, _ kind: AttachmentKind) {
            self.init(Array(text.utf8), at: offset, kind)
        }

        init(_ bytes: [UInt8], at offset: Int = 0, _ kind: AttachmentKind) {
            self.bytes = bytes
            self.offset = offset
            self.kind = kind
        }
    }

    private static let all: [Signature] = [
        Signature("{\\rtf", .rtf),
        Signature([0x89, 0x50, 0x4E, 0x47], .images), Signature([0xFF, 0xD8, 0xFF], .images),
        Signature("GIF8", .images), Signature([0x49, 0x49, 0x2A, 0], .images),
        Signature([0x4D, 0x4D, 0, 0x2A], .images),
        Signature("WEBP", at: 8, .images),
        Signature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .other), Signature("Rar!", .other),
        Signature([0x1F, 0x8B], .other), Signature("BZh", .other), Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A], .other),
        Signature([0x28, 0xB5, 0x2F, 0xFD], .other), Signature([0x7F, 0x45, 0x4C, 0x46], .other),
        Signature("ftyp", at: 4, .other), Signature("OggS", .other), Signature("ID3", .other),
        Signature("fLaC", .other), Signature("SQLite format 3", .other), Signature([0xCA, 0xFE, 0xBA, 0xBE], .other),
        Signature("wOFF", .other), Signature("wOF2", .other), Signature([0, 1, 0, 0, 0], .other),
    ]

    static func kind(of start: [UInt8]) -> AttachmentKind? {
        let trimmed = start.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        if trimmed.starts(with: "{\\rtf".utf8) { return .rtf }
        if let signature = all.first(where: { start.dropFirst($0.offset).starts(with: $0.bytes) }) {
            return signature.kind
        }
        // BMP: its length in bytes 2…5, four zeros after it.
        let isBitmap = start.starts(with: "BM".utf8) && start.count > 14 && start[6..<10].allSatisfy { $0 == 0 }
        return isBitmap ? .images : nil
    }
}
