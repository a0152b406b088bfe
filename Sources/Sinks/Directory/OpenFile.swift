import Glibc

/// A regular file of a folder, open for reading.
struct OpenFile {
    let descriptor: Int32
    let status: stat
    let path: String

    func close() { Glibc.close(descriptor) }

    var size: Int { Int(status.st_size) }

    /// The first bytes, to the end of the front matter if there is one, at most a mebibyte.
    func head() throws(FileError) -> [UInt8] {
        var head = try read(upTo: min(4096, size), at: 0)
        while head.starts(with: FrontMatter.fence), FrontMatter.end(in: head) == nil, head.count < 1 << 20 {
            let more = try read(upTo: head.count * 3, at: head.count)
            if more.isEmpty { break }
            head += more
        }
        return head
    }

    /// Fewer bytes only at the end of the file.
    func read(upTo limit: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, limit - count, offset + count)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { break }
                count += got
            }
        }
        if failed { throw .last(path) }
        return bytes
    }
}
