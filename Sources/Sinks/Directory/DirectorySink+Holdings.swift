extension DirectorySink {
    package func holdings(of connectorID: String, _ each: (SinkHolding) async throws -> Void) async throws {
        let root = root
        let opened = await FileThreads.run {
            Result { () throws(FileError) in try DirectoryWalk(root: root) }
        }
        if case .failure(let error) = opened, error.isGone { return }
        let walk = try opened.mapError(\.sinkError).get()
        while true {
            let step = await FileThreads.run { Result { () throws(FileError) in try walk.next() } }
            guard let files = try step.mapError(\.sinkError).get() else { return }
            for file in files where file.head.connectorID == connectorID {
                guard let id = file.head.externalID else { continue }
                try await each(
                    SinkHolding(
                        externalID: id, receipt: SinkReceipt(documentID: file.path), syncToken: file.head.syncToken,
                        version: file.head.version, contentHash: file.head.contentHash, siteURL: file.head.siteURL))
            }
        }
    }
}
