internal import AttachmentModel
internal import Glibc

/// The bytes of one file, mapped or held, with what its sender says of it.
package final class AttachmentFile {
    private let base: UnsafeRawPointer?
    private let isMapped: Bool
    /// Keeps bytes that were inside another file.
    private let held: UnsafeMutableRawPointer?
    /// Bytes.
    package let size: Int
    /// As the uploader named it; may be empty or wrong.
    package let name: String
    /// As the uploader's browser said it; may be empty or wrong.
    package let mediaType: String

    /// Maps a regular file that nobody else writes to. The descriptor stays the caller's.
    /// - Throws: `unsupported` when it is no regular file, `limit` when it does not fit into memory.
    package init(descriptor: Int32, name: String = "", mediaType: String = "") throws(ReadingError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ReadingError(.unsupported, "no regular file")
        }
        size = Int(status.st_size)
        self.name = name
        self.mediaType = mediaType
        held = nil
        isMapped = size > 0
        guard size > 0 else {
            base = nil
            return
        }
        let mapping = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapping, mapping != MAP_FAILED else { throw ReadingError(.limit, "file does not fit into memory") }
        base = UnsafeRawPointer(mapping)
    }

    /// What comes through a pipe, at most `limit` bytes of it.
    package convenience init(draining descriptor: Int32, limit: Int, name: String = "", mediaType: String = "") {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(1 << 16, limit - bytes.count)
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, wanted))
            }
            if piece.isEmpty { break }
            bytes += piece
        }
        self.init(bytes: bytes, name: name, mediaType: mediaType)
    }

    /// A file found inside another one.
    package init(bytes: [UInt8], name: String = "", mediaType: String = "") {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        held = copy
        base = UnsafeRawPointer(copy)
        isMapped = false
        size = bytes.count
        self.name = name
        self.mediaType = mediaType
    }

    deinit {
        if isMapped { munmap(UnsafeMutableRawPointer(mutating: base), size) }
        held?.deallocate()
    }

    /// The pointer is good until the closure returns.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) in
            try body(UnsafeRawBufferPointer(start: base, count: size))
        }
    }

    /// A copy of `count` bytes from `offset`; fewer where the file ends before, none outside of it.
    package func bytes(at offset: Int, count: Int) -> [UInt8] {
        guard offset >= 0, offset < size, count > 0 else { return [] }
        return withBytes { Array($0[offset..<offset + min(count, size - offset)]) }
    }

    /// The extension of its name in lower case, without the dot; empty when there is none.
    package var nameExtension: String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }
}
