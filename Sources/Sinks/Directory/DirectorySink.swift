import Glibc

/// Documents as markdown files with YAML front matter, in folders that follow the page tree. Receipts are paths
/// relative to the root.
package struct DirectorySink: Sink {
    package let kind = "directory"
    package let fingerprint: String

    /// Absolute, without a slash at the end.
    let root: String

    /// - Parameter path: absolute, or relative to the working directory at this moment. Made when it is missing.
    package init(path: String) {
        root = AbsolutePath.of(path)
        fingerprint = "directory:\(root)"
    }

    package func push(_ documents: [SinkUpsert]) async -> [Result<SinkReceipt, SinkError>] {
        await batch(documents) { store, upsert throws(FileError) in
            try store.put(upsert.document, previous: upsert.previous.flatMap { RelativePath($0.documentID) })
        }
    }

    package func patch(_ patches: [SinkPatch]) async -> [Result<SinkReceipt, SinkError>] {
        await batch(patches) { store, patch throws(FileError) in try store.patch(patch) }
    }

    /// Every item by itself: one that fails does not stop the others.
    func batch<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (DirectoryStore, Item) throws(FileError) -> Value
    ) async -> [Result<Value, SinkError>] {
        let root = root
        return await FileThreads.run {
            do throws(FileError) {
                let store = try DirectoryStore(root: root)
                let results = items.map { item -> Result<Value, SinkError> in
                    do throws(FileError) {
                        return .success(try work(store, item))
                    } catch {
                        return .failure(error.sinkError)
                    }
                }
                try store.recordChanges()
                return results
            } catch {
                return items.map { _ in .failure(error.sinkError) }
            }
        }
    }
}
