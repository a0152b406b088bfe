import Foundation

/// What the sink says it stored for one object.
///
/// Bytes: format u8 (1, or 2 for attachments), version u32 little endian, 32 bytes of content hash, for attachments 9 bytes
/// of extraction (status u8, pages u32, digest of the name u32), then 1 and the 16 bytes of a UUID, or 0 and UTF-8 text: 54
/// bytes with a UUID. Hash and extraction are there because a patch of the metadata has to name them again.
package struct Receipt: Sendable, Hashable {
    /// Of the text ids that are kept: the longest path a sink may answer with. Longer ones are damage, not ids.
    package static let maximumIDBytes = 8192
    private static let hashBytes = 32
    private static let extractionBytes = 9

    /// What reading an attachment brought beyond its text.
    package struct Extraction: Sendable, Hashable {
        /// The caller's code.
        package var status: UInt8
        /// 0: the format has no pages.
        package var pages: UInt32
        /// Of the file's name: the title, which the content hash covers.
        package var nameDigest: UInt32

        package init(status: UInt8, pages: UInt32, nameDigest: UInt32) {
            self.status = status
            self.pages = pages
            self.nameDigest = nameDigest
        }
    }

    /// Ours, of the object.
    package var version: UInt32
    /// 32 bytes: SHA-256 of title and text.
    package var contentHash: [UInt8]
    package var documentID: String
    /// Of attachments.
    package var extraction: Extraction?

    package init(version: UInt32, contentHash: [UInt8], documentID: String, extraction: Extraction? = nil) {
        self.version = version
        self.contentHash = contentHash
        self.documentID = documentID
        self.extraction = extraction
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = [extraction == nil ? 1 : 2]
        bytes.append(littleEndian: version)
        bytes += (contentHash + [UInt8](repeating: 0, count: Self.hashBytes)).prefix(Self.hashBytes)
        if let extraction {
            bytes.append(extraction.status)
            bytes.append(littleEndian: extraction.pages)
            bytes.append(littleEndian: extraction.nameDigest)
        }
        // Only a UUID in lower case comes back as it was.
        if let id = UUID(uuidString: documentID), id.uuidString.lowercased() == documentID {
            bytes.append(1)
            withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
        } else {
            bytes.append(0)
            bytes.append(contentsOf: documentID.utf8)
        }
        return bytes
    }

    /// `nil` for what this version did not write.
    package init?(bytes: [UInt8]) {
        guard let format = bytes.first, format == 1 || format == 2 else { return nil }
        let idStart = 5 + Self.hashBytes + (format == 2 ? Self.extractionBytes : 0)
        guard bytes.count > idStart, bytes.count <= idStart + 1 + Self.maximumIDBytes else { return nil }
        let rest = bytes[(idStart + 1)...]
        switch bytes[idStart] {
        case 1 where rest.count == 16:
            let hex = rest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            documentID = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
        case 0:
            guard let text = String(validating: rest, as: UTF8.self) else { return nil }
            documentID = text
        default: return nil
        }
        if format == 2 {
            extraction = Extraction(
                status: bytes[37], pages: bytes.littleEndian(at: 38), nameDigest: bytes.littleEndian(at: 42))
        }
        version = bytes.littleEndian(at: 1)
        contentHash = Array(bytes[5..<37])
    }
}
