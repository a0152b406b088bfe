import Glibc

extension DirectorySink {
    /// Writes the indexes of the spaces in which something was added, removed or renamed since the last time, by any
    /// process, and the index of all spaces; then has the file system put everything on the disk.
    package func finish() async throws(SinkError) {
        let root = root
        let result = await FileThreads.run { Result { () throws(FileError) in try Self.finish(root) } }
        try result.mapError(\.sinkError).get()
    }

    private static func finish(_ root: String) throws(FileError) {
        let store = try DirectoryStore(root: root)
        for space in try store.changes.all() {
            // Forgotten first, so that what is changed while we look counts again.
            try store.changes.forget(space)
            do throws(FileError) {
                try SpaceIndex.update(space, in: store.root, draft: store.draft())
            } catch {
                store.changes.note(space, isVisible: true)
                try store.recordChanges()
                throw error
            }
        }
        try RootIndex.update(store.root, draft: store.draft())
        try removeAbandoned(in: store.drafts)
        try FileSystemFlush.all(of: store.root)
    }

    /// Drafts of writers that died. Nobody takes an hour to write one.
    private static func removeAbandoned(in drafts: Folder) throws(FileError) {
        let limit = time(nil) - 3600
        for entry in try drafts.entries(withHidden: true) where !entry.isFolder {
            var status = stat()
            guard fstatat(drafts.descriptor, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
            if status.st_mtim.tv_sec < limit { try drafts.remove(entry.name) }
        }
    }
}
