import Glibc

/// `syncfs(2)`: one call for thousands of small files, whoever wrote them. Swift's Glibc module does not show it.
enum FileSystemFlush {
    private typealias Function = @convention(c) (Int32) -> Int32

    private static let function: Function? = dlsym(nil, "syncfs").map { unsafeBitCast($0, to: Function.self) }

    static func all(of folder: Folder) throws(FileError) {
        let result = function.map { $0(folder.descriptor) } ?? fsync(folder.descriptor)
        if result != 0, errno != EINVAL { throw .last(folder.path) }
    }
}
