internal import CLibZip

/// The bytes of one entry, inflated piece by piece, until one of the package's bounds is met.
final class ZipEntryStream: ByteSource {
    private let handle: OpaquePointer
    private let package: ZipPackage
    private let packedBytes: Int
    private var inflated = 0
    private(set) var fault: SourceFault?

    init(_ handle: OpaquePointer, of package: ZipPackage, packedBytes: Int) {
        self.handle = handle
        self.package = package
        self.packedBytes = packedBytes
    }

    deinit { zip_fclose(handle) }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard fault == nil else { return 0 }
        let count = Int(zip_fread(handle, buffer.baseAddress, UInt64(buffer.count)))
        guard count >= 0 else {
            fault = .damaged
            return 0
        }
        inflated += count
        package.inflated += count
        let limits = package.limits
        if inflated > limits.ratioFloor, inflated / limits.ratio > packedBytes { fault = .ratio }
        if package.inflated > limits.inflated { fault = .inflated }
        return fault == nil ? count : 0
    }

    func readAll(limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let piece = [UInt8](unsafeUninitializedCapacity: min(64 << 10, limit - bytes.count)) { buffer, filled in
                filled = read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if piece.isEmpty { break }
            bytes += piece
        }
        return bytes
    }
}
