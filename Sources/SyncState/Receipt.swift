import Foundation

/// What the sink says it stored for one object.
///
/// Bytes: format u8 (1), version u32 little endian, 32 bytes of content hash, then 1 and the 16 bytes of a UUID, or 0 and
/// UTF-8 text: 54 bytes with a UUID. The hash is whole because a patch of the metadata has to name it again.
package struct Receipt: Sendable, Hashable {
    /// Of the text ids that are kept: the longest path a sink may answer with. Longer ones are damage, not ids.
    package static let maximumIDBytes = 8192
    private static let hashBytes = 32

    /// Ours, of the object.
    package var version: UInt32
    /// 32 bytes: SHA-256 of title and text.
    package var contentHash: [UInt8]
    package var documentID: String

    package init(version: UInt32, contentHash: [UInt8], documentID: String) {
        self.version = version
        self.contentHash = contentHash
        self.documentID = documentID
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = [1]
        bytes.append(littleEndian: version)
        bytes += (contentHash + [UInt8](repeating: 0, count: Self.hashBytes)).prefix(Self.hashBytes)
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
        guard bytes.count >= 38, bytes[0] == 1, bytes.count <= 38 + Self.maximumIDBytes else { return nil }
        let rest = bytes[38...]
        switch bytes[37] {
        case 1 where rest.count == 16:
            let hex = rest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            documentID = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
        case 0:
            guard let text = String(validating: rest, as: UTF8.self) else { return nil }
            documentID = text
        default: return nil
        }
        version = bytes.littleEndian(at: 1)
        contentHash = Array(bytes[5..<37])
    }
}
