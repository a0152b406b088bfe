import Glibc

/// Tells whether two names lead to one file.
struct FileIdentity: Equatable {
    private let device: UInt
    private let inode: UInt

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
