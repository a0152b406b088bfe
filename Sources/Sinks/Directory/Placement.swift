/// Chooses the name of a document among those it may have, and puts it there. The folder is locked meanwhile.
struct Placement {
    struct Written {
        let name: String
        let identity: FileIdentity
        /// Whether an index of titles looks different now.
        let isVisible: Bool
    }

    let folder: Folder
    let document: SinkDocument
    let names: [String]

    func put(_ draft: Draft) throws(FileError) -> Written {
        // Another try when a writer without locks was faster.
        for _ in 0..<20 {
            if let written = try choose(draft) { return written }
        }
        throw .refused(SinkError(.io, "\(folder.path): names keep being taken while writing", .retry))
    }

    private func choose(_ draft: Draft) throws(FileError) -> Written? {
        let identity = try draft.identity()
        var occupants: [Folder.Occupant] = []
        for name in names { occupants.append(try folder.occupant(name)) }
        let version = document.metadata.integer("version")
        for (name, head) in zip(names, occupants.map(own)) {
            if let head, head.isNewer(than: version) { throw DirectoryStore.stale(folder.path(of: name), head) }
        }
        guard let index = occupants.firstIndex(where: isFree) else {
            throw .refused(
                SinkError(.rejected, "\(folder.path(of: names[0])): all names belong to other documents", .permanent))
        }
        let name = names[index]
        var isVisible = true
        switch occupants[index] {
        case .nobody: if try !draft.occupy(name, in: folder) { return nil }
        case .document(let head, _):
            isVisible = head.title != document.title
            try draft.replace(name, in: folder)
        case .empty, .stranger: try draft.replace(name, in: folder)
        }
        // The same document under another of its names: left by a crash, or by a clash that is over.
        for (other, head) in zip(names, occupants.map(own)) where head != nil && other != name {
            try folder.remove(other)
            isVisible = true
        }
        return Written(name: name, identity: identity, isVisible: isVisible)
    }

    private func own(_ occupant: Folder.Occupant) -> StoredHead? {
        guard case .document(let head, _) = occupant, head.externalID == document.externalID else { return nil }
        return head
    }

    private func isFree(_ occupant: Folder.Occupant) -> Bool {
        switch occupant {
        case .nobody, .empty: true
        case .document: own(occupant) != nil
        case .stranger: false
        }
    }
}
