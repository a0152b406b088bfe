extension DirectorySink {
    package func delete(_ deletions: [SinkDeletion]) async -> [Result<Void, SinkError>] {
        let found = await search(for: Set(deletions.filter { $0.previous == nil }.map(\.externalID)))
        return await batch(deletions) { store, deletion throws(FileError) in
            let paths =
                if let receipt = deletion.previous { [receipt] } else { try found.get()[deletion.externalID] ?? [] }
            for path in paths.compactMap({ RelativePath($0.documentID) }) {
                try store.remove(deletion.externalID, at: path, unless: nil)
            }
        }
    }

    /// Where documents are of which nobody has a receipt: reads every head below the root.
    private func search(for ids: Set<String>) async -> Result<[String: [SinkReceipt]], FileError> {
        if ids.isEmpty { return .success([:]) }
        let root = root
        return await FileThreads.run {
            var found: [String: [SinkReceipt]] = [:]
            do throws(FileError) {
                let walk = try DirectoryWalk(root: root)
                while let files = try walk.next() {
                    for file in files {
                        guard let id = file.head.externalID, ids.contains(id) else { continue }
                        found[id, default: []].append(SinkReceipt(documentID: file.path))
                    }
                }
                return .success(found)
            } catch {
                return error.isGone ? .success([:]) : .failure(error)
            }
        }
    }
}
