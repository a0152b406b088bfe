import Glibc

extension DirectorySink {
    /// Makes the folder when it is missing; leaves nothing in it.
    package func check() async throws(SinkError) {
        let root = root
        let result = await FileThreads.run {
            Result { () throws(FileError) in
                // Quotas, full disks and odd file systems show only when something is written.
                // Rights alone do not tell, least of all those of root: what can be made, is.
                if try !FolderPath.check(root) { try FolderPath.make(root) }
                try Draft(in: Folder(root: root), place: root).write(Array("check\n".utf8))
            }
        }
        try result.mapError(\.sinkError).get()
    }
}

extension DirectorySink {
    /// Whoever stores the first document makes the hidden folder beside it.
    package func isEmpty() async -> Bool {
        let path = root + "/.sink"
        return await FileThreads.run { access(path, F_OK) != 0 }
    }
}
