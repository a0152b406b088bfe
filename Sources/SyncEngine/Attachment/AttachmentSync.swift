internal import AttachmentModel
internal import ConfluenceClient
internal import ConfluenceModel
internal import HTTPTransport
internal import JobQueue
internal import Sinks
internal import SyncState
internal import TextExtraction

/// The line over one batch of attachments: fetch → extract → push → checkpoint. Its pages went before.
struct AttachmentSync {
    let stations: Stations
    let ancestry: Ancestry
    let spaces: SpaceDirectory
    let progress: LeaseProgress
    /// Files that are downloaded and read at the same time.
    var width = 4

    private var rules: AttachmentRules { AttachmentRules(connector: stations.connector) }

    /// - Throws: what stops the whole batch: Confluence or Redis out of reach, credentials refused, a lost lease.
    func run(_ lease: Lease) async throws -> BatchReport {
        let files = try await ranked(
            try await withPages(try await listed(try await known(lease.jobs)), run: lease.run))
        var report = BatchReport()
        // What is done is acknowledged: a batch that is cut short does not download its files twice.
        for start in stride(from: 0, to: files.count, by: width) {
            let drafts = try await read(Array(files[start..<min(start + width, files.count)]))
            try Task.checkCancellation()
            let delivered = try await recreatedWhereLost(await pushed(drafts), files)
            report.add(try await stations.acknowledge(lease, delivered))
        }
        return report
    }

    /// What checkpoints and receipts say.
    func known(_ jobs: [Job]) async throws -> [AttachmentCase] {
        let known = try await stations.state.known(jobs.map(\.id.content))
        return jobs.map { job in
            let object = known[job.id.content]
            return AttachmentCase(job: job, checkpoint: object?.checkpoint, receipt: object?.receipt)
        }
    }

    /// What Confluence says of the files: one request for fifty.
    func listed(_ files: [AttachmentCase]) async throws -> [AttachmentCase] {
        let found = try await stations.confluence.attachments(files.map(\.wanted))
        return files.map { file in
            var file = file
            file.fetched = found[file.id]
            return file
        }
    }

    /// The pages they hang on, without bodies, and who may read those.
    func withPages(_ files: [AttachmentCase], run: RunID?) async throws -> [AttachmentCase] {
        let wanted = Dictionary(files.compactMap(\.container).map { ($0.id, $0) }, uniquingKeysWith: { one, _ in one })
        guard !wanted.isEmpty else { return files }
        let pages = try await stations.confluence.contents(of: Array(wanted.values), body: false)
        let contents = pages.values.compactMap(\.content)
        let layers = try await ancestry.layers(
            above: contents, by: stations.connector.access, run: run?.rawValue)
        let directory = try await spaces.selected(holding: contents)
        return files.map { file in
            var file = file
            guard let id = file.container?.id, var page = pages[id] else { return file }
            if let error = layers[id]?.failure { page = .failed(error) }
            file.home = AttachmentCase.Home(
                fetched: page, layers: layers[id]?.value ?? [],
                space: page.content.flatMap { directory.space(of: $0) })
            return file
        }
    }

    /// Where only so many files of a page are wanted, all that it has are asked for: one request a page.
    func ranked(_ files: [AttachmentCase]) async throws -> [AttachmentCase] {
        guard rules.selection.maxPerPage != nil else { return files }
        let pages = Dictionary(
            files.compactMap(\.container).map { ($0.id, $0.kind) }, uniquingKeysWith: { one, _ in one })
        var ranks: [ContentID: Int] = [:]
        for (id, kind) in pages {
            var listed: [Attachment] = []
            var place: String?
            repeat {
                let listing = try await stations.confluence.attachments(of: (id, kind), after: place)
                listed += listing.elements
                place = listing.next
            } while place != nil && listed.count < 10_000
            ranks.merge(rules.selection.ranks(of: listed)) { one, _ in one }
        }
        return files.map { file in
            var file = file
            file.rank = ranks[file.id]
            return file
        }
    }

    private func read(_ files: [AttachmentCase]) async throws -> [Draft] {
        try await withThrowingTaskGroup(of: Draft.self) { group in
            for file in files { group.addTask { try await draft(file) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func draft(_ file: AttachmentCase) async throws -> Draft {
        var file = file
        file.refusalMark = file.attachment.flatMap { rules.selection.refusalMark(of: $0) }
        let id = stations.connector.id
        let site = stations.confluence.site.webBase.description
        let verdict = rules.verdict(on: file)
        let listsUnread = rules.selection.listsUnread
        if case .list(let reason) = verdict, let place = file.place {
            return Draft(
                file: file, at: place, text: reason.extraction, listsUnread: true, wasDownloaded: false,
                connectorID: id, siteAddress: site)
        }
        guard verdict == .read, let place = file.place else {
            return Draft(file: file, verdict: verdict, connectorID: id, siteAddress: site)
        }
        do {
            let text = try await text(of: place.attachment, isDoubtful: file.job.attempts < 2)
            return Draft(
                file: file, at: place, text: text, listsUnread: listsUnread, connectorID: id, siteAddress: site)
        } catch let error as TextExtractionError where error.code == .engineUnavailable {
            return Draft(file: file, failure: error.jobFailure, connectorID: id)
        } catch let error as ConfluenceError where error.remedy != .stop && error.code != .cancelled {
            return Draft(file: file, failure: error.downloadFailure, connectorID: id)
        } catch let error as TemporaryFileError {
            let failure = JobFailure(.transient, stage: "fetch", code: "no_temporary_file", message: error.message)
            return Draft(file: file, failure: failure, connectorID: id)
        }
    }

    /// Downloads the file to a place without a name and hands it to the confined reader.
    /// - Parameter isDoubtful: a file of another size than is listed is not believed: something in between spoilt it, or a
    ///   new version came. Later tries believe it.
    private func text(of attachment: Attachment, isDoubtful: Bool) async throws -> Extraction {
        let file = try TemporaryFile()
        let size: Int
        do throws(ConfluenceError) {
            size = try await stations.confluence.download(
                attachment, to: file.descriptor, maxBytes: rules.selection.maxBytes)
        } catch {
            guard error.code == .tooLarge else { throw error }
            return Extraction(
                .tooLarge, reason: "longer than \(rules.selection.maxBytes) bytes, whatever its listing says")
        }
        if isDoubtful, let listed = attachment.fileSize, listed != size {
            throw ConfluenceError(
                .malformed,
                "\(attachment.fileName) came with \(size) bytes and is listed with \(listed); it is tried again")
        }
        guard let extractor = stations.extractor else { return Extraction(.skipped) }
        return try await extractor.extract(
            descriptor: file.descriptor, name: attachment.fileName, mediaType: attachment.mediaType)
    }

    private func pushed(_ drafts: [Draft]) async -> [Delivered] {
        await Delivery(sink: stations.sink, progress: progress).deliver(drafts)
    }

    /// What the sink was to patch and does not have any more is read again.
    private func recreatedWhereLost(_ delivered: [Delivered], _ files: [AttachmentCase]) async throws -> [Delivered] {
        let (lost, rest) = delivered.partitioned { $0.answer.failure?.remedy == .recreate }
        guard !lost.isEmpty else { return delivered }
        let jobs = Set(lost.map(\.draft.job.id))
        let orphans = files.filter { jobs.contains($0.job.id) }.map { file in
            var file = file
            file.receipt = nil
            return file
        }
        return rest + (await pushed(try await read(orphans)))
    }
}

extension ConfluenceError {
    /// A file that is gone between listing and download is looked at once more: then it is found gone, or elsewhere.
    fileprivate var downloadFailure: JobFailure {
        guard code == .notFound || code == .badRequest else { return jobFailure(stage: "fetch") }
        return JobFailure(.transient, stage: "fetch", code: code.rawValue, message: message, httpStatus: status)
    }
}
