import Glibc

/// The blocking side of ``DirectorySink`` for one batch: open folders, and what is known about them.
final class DirectoryStore {
    let root: Folder
    let drafts: Folder
    let changes: ChangedSpaces

    /// Opens the root, or makes it.
    init(root path: String) throws(FileError) {
        do throws(FileError) {
            try FolderPath.make(path)
            root = try Folder(root: path)
        } catch .system(ENOTDIR, let path) {
            throw FolderPath.isFile(path)
        }
        let own = try root.madeFolder(".sink")
        drafts = try own.madeFolder("drafts")
        changes = ChangedSpaces(try own.madeFolder("changed"))
    }

    func draft() -> Draft { Draft(in: drafts, place: root.path) }

    /// Stores a document whole.
    func put(_ document: SinkDocument, previous: RelativePath?) throws(FileError) -> SinkReceipt {
        var text: [UInt8] = []
        text.reserveCapacity(document.markdown.utf8.count + 2048)
        FrontMatter.write(title: document.title, metadata: Self.metadata(of: document), to: &text)
        text += document.markdown.utf8
        if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        return try put(document, text, previous: previous)
    }

    /// Gives a stored document new front matter and, if that says so, a new place.
    func patch(_ patch: SinkPatch) throws(FileError) -> SinkReceipt {
        let document = SinkDocument(
            externalID: patch.externalID, title: patch.title, markdown: "", metadata: patch.metadata,
            parentExternalID: patch.parentExternalID)
        guard let path = RelativePath(patch.previous.documentID),
            let stored = try contents(of: path, if: patch.externalID), let start = FrontMatter.end(in: stored)
        else {
            let message = "\(patch.previous.documentID) is gone or is another document now"
            throw .refused(SinkError(.missing, message, .recreate))
        }
        var text: [UInt8] = []
        FrontMatter.write(title: document.title, metadata: Self.metadata(of: document), to: &text)
        text += stored[start...]
        return try put(document, text, previous: path)
    }

    private func contents(of path: RelativePath, if externalID: String) throws(FileError) -> [UInt8]? {
        guard let folder = try existing(path.folders),
            try folder.document(path.name)?.externalID == externalID
        else { return nil }
        return try folder.contents(path.name)
    }

    /// Front matter without `external_id` could not be told from a stranger's file.
    private static func metadata(of document: SinkDocument) -> SinkMetadata {
        var metadata = document.metadata
        metadata["external_id"] = .string(document.externalID)
        return metadata
    }

    private func put(
        _ document: SinkDocument, _ text: [UInt8], previous: RelativePath?
    ) throws(FileError) -> SinkReceipt {
        let place = DocumentPlace(of: document)
        if let previous, !place.mayBe(previous) { try refuseOlder(document, than: previous) }
        let draft = draft()
        try draft.write(text)
        let written = try placed(draft, document, place)
        changes.note(place.folders[0], isVisible: written.isVisible)
        let path = RelativePath(folders: place.folders, name: written.name)
        if let previous, previous != path {
            try remove(document.externalID, at: previous, unless: written.identity)
        }
        return SinkReceipt(documentID: path.text)
    }

    /// A move must not bring back what a newer version has already changed at the old place.
    private func refuseOlder(_ document: SinkDocument, than path: RelativePath) throws(FileError) {
        guard let folder = try existing(path.folders), case .document(let head, _) = try folder.occupant(path.name),
            head.externalID == document.externalID, head.isNewer(than: document.metadata.integer("version"))
        else { return }
        throw Self.stale(path.text, head)
    }

    static func stale(_ path: String, _ head: StoredHead) -> FileError {
        .refused(SinkError(.stale, "\(path) already holds version \(head.version ?? 0), which is newer", .permanent))
    }

    /// Moves the draft to where it belongs. The folder may be pruned by another writer in between: once more then.
    private func placed(
        _ draft: Draft, _ document: SinkDocument, _ place: DocumentPlace
    ) throws(FileError) -> Placement.Written {
        for _ in 0..<20 {
            do throws(FileError) {
                let folder = try root.madeFolder(place.folders)
                return try FileLock.held(folder) { () throws(FileError) in
                    try Placement(folder: folder, document: document, names: place.names).put(draft)
                }
            } catch  where error.isGone {
                continue
            }
        }
        throw .refused(SinkError(.io, "\(root.path): folders keep disappearing while writing", .retry))
    }

    /// Removes the document at `path` if it is this one.
    /// - Parameter identity: a file that must stay: on a file system without case the old name may lead to the new file.
    func remove(_ externalID: String, at path: RelativePath, unless identity: FileIdentity?) throws(FileError) {
        guard let folder = try existing(path.folders) else { return }
        let isRemoved = try FileLock.held(folder) { () throws(FileError) -> Bool in
            guard case .document(let head, let found) = try folder.occupant(path.name), head.externalID == externalID,
                found != identity
            else { return false }
            try folder.remove(path.name)
            return true
        }
        guard isRemoved else { return }
        changes.note(path.folders[0], isVisible: true)
        prune(path.folders)
    }

    private func existing(_ folders: [String]) throws(FileError) -> Folder? {
        do {
            return try root.folder(folders)
        } catch .system(let number, _) where number == ENOENT || number == ENOTDIR || number == ELOOP {
            return nil
        }
    }

    /// Removes the folders that are empty now, from the innermost outwards.
    private func prune(_ folders: [String]) {
        var rest = folders[...]
        while let name = rest.popLast() {
            guard let parent = try? root.folder(rest), parent.removeEmptyFolder(name) else { return }
        }
    }

    /// Tells ``finish`` of any process which spaces have changed. Called once, at the end of a batch.
    func recordChanges() throws(FileError) { try changes.record() }
}
