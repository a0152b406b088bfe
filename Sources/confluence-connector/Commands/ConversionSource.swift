import Foundation
import Glibc

/// Reads what is to be converted.
enum ConversionSource {
    struct ReadError: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - path: `-` is standard input.
    ///   - limit: more bytes are not even read.
    static func read(_ path: String, limit: Int) throws(ReadError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > 0 {
            bytes.reserveCapacity(min(limit, Int(status.st_size)) + 1)
        }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            guard bytes.count + count <= limit else {
                throw ReadError(description: "is larger than \(limit >> 20) MiB")
            }
            bytes += piece[..<count]
        }
    }

    private static func failure() -> ReadError {
        ReadError(description: "cannot be read (\(String(cString: strerror(errno))))")
    }
}
