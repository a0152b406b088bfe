internal import Glibc

/// Both ends of a pipe, closed when other programs are started, and once at the latest when this goes.
struct Pipe: ~Copyable {
    private(set) var reading: Int32
    private(set) var writing: Int32

    /// - Returns: `nil` when there are no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        if reading >= 0 { close(reading) }
        if writing >= 0 { close(writing) }
    }

    mutating func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    /// The reading end, now the caller's to close.
    mutating func takeReading() -> Int32 {
        defer { reading = -1 }
        return reading
    }
}

enum Descriptor {
    /// Reads give `EAGAIN` instead of waiting.
    static func stopWaiting(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
}
