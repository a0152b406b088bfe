import Foundation

/// A fresh directory under `/tmp`; its path is short enough for a Unix socket inside.
package func temporaryDirectory(prefix: String) throws -> String {
    var template = Array("/tmp/cc-\(prefix)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SupportError("no temporary directory could be made") }
    return template.withUnsafeBufferPointer {
        String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A loopback TCP port on which nobody listens at this moment.
package func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failure = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            bind(descriptor, pointer, length) != 0 || getsockname(descriptor, pointer, &length) != 0
        }
    }
    if failure { throw SupportError("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// Sends text to a Unix socket and returns the first piece of the answer; `nil` when nobody listens.
/// - Parameter patience: seconds. This runs on a thread that all tests share.
func askSocket(at path: String, _ text: String, patience: Double = 0.2) -> String? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: Int(patience), tv_usec: Int(patience.truncatingRemainder(dividingBy: 1) * 1e6))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    let connected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
            connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
    }
    guard connected, send(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else { return nil }
    var answer = [UInt8](repeating: 0, count: 64 << 10)
    let count = read(descriptor, &answer, answer.count)
    return count > 0 ? String(decoding: answer.prefix(count), as: UTF8.self) : nil
}
