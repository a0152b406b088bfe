internal import Glibc

/// Waits for descriptors and for a bell.
final class WakePipe: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    func ring() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }

    /// Returns when one of them has something to read or has ended, when the bell rang, or when the time is up.
    func wait(for descriptors: [Int32], atMost patience: Duration?) {
        var watched = ([reading] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = patience.map { Int32(clamping: ($0 / .milliseconds(1)).rounded(.up).integer) } ?? -1
        _ = poll(&watched, nfds_t(watched.count), milliseconds)
        var buffer = [UInt8](repeating: 0, count: 64)
        while read(reading, &buffer, buffer.count) > 0 {}
    }
}

extension Double {
    fileprivate var integer: Int { Int(exactly: self) ?? 0 }
}
