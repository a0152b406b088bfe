/// Why a source ended before its end.
enum SourceFault: Hashable {
    case damaged
    case ratio
    case inflated
}

/// Bytes in order, each given once.
protocol ByteSource: AnyObject {
    /// Set when bytes are missing at the end.
    var fault: SourceFault? { get }

    /// - Returns: how many bytes were written; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
}

/// A file that is no package.
final class FileSource: ByteSource {
    private let file: AttachmentFile
    private var offset = 0
    let fault: SourceFault? = nil

    init(_ file: AttachmentFile) { self.file = file }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, file.size - offset)
        guard count > 0 else { return 0 }
        file.withBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
        offset += count
        return count
    }
}
