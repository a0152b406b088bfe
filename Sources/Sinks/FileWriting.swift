import Glibc

/// Writing to an open file, to the last byte.
enum FileWriting {
    static func all(_ bytes: [UInt8], to file: Int32, path: String) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress! + done, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw .last(path) }
            done += count
        }
    }
}
