internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import Sinks
internal import SyncState

/// Confirms, object by object, that what a complete listing did not show is gone, and only then deletes its document.
struct AbsenceCheck {
    let stations: Stations
    let spaces: SpaceDirectory
    let ancestry: Ancestry

    func run(_ lease: Lease) async throws -> BatchReport {
        let ids = lease.jobs.map(\.id.content)
        let known = try await stations.state.known(ids)
        let checkpoints = known.mapValues(\.checkpoint)
        let receipts = known.compactMapValues(\.receipt)
        let (files, pages) = lease.jobs.partitioned { checkpoints[$0.id.content]?.kind == .attachment }
        let goneIDs = try await gonePages(pages, checkpoints).union(try await goneFiles(files, run: lease.run))
            .subtracting(try await comingBack(lease.jobs))
        try Task.checkCancellation()

        let postponed = try await Includers(stations: stations).announce(
            lease.jobs.filter { goneIDs.contains($0.id) }.map { Announcement(job: $0, state: .hidden, name: nil) })
        let gone = lease.jobs.filter { goneIDs.contains($0.id) && !postponed.contains($0.id) }
        let deletions = gone.map { job in
            let id = job.id.content
            let externalID = PageDocument.externalID(
                connectorID: stations.connector.id, kind: checkpoints[id]?.kind ?? .page, id: id)
            return SinkDeletion(
                externalID: externalID, previous: receipts[id].map { SinkReceipt(documentID: $0.documentID) })
        }
        let held = zip(gone, deletions).filter { receipts[$0.0.id.content] != nil || $0.0.wasTriedBefore }
        let answers = Dictionary(
            zip(held.map(\.0.id), await stations.sink.delete(held.map(\.1))), uniquingKeysWith: { first, _ in first })

        var report = BatchReport()
        var results: [JobResult] = []
        for job in lease.jobs {
            if postponed.contains(job.id) {
                report.failures[job.id] = .includersWait
            } else if let error = answers[job.id]?.failure {
                report.failures[job.id] = error.jobFailure
            } else if goneIDs.contains(job.id) {
                let outcome: JobOutcome = receipts[job.id.content] == nil ? .skipped : .deleted
                results.append(
                    JobResult(id: job.id, outcome: outcome, checkpoint: .remove, receipt: .remove))
            } else {
                results.append(JobResult(id: job.id, outcome: .unchanged))
            }
        }
        report.statuses = try await stations.queue.acknowledge(lease, results)
        try await stations.queue.fail(lease, report.failures)
        return report
    }

    private func gonePages(_ jobs: [Job], _ known: [ContentID: Checkpoint]) async throws -> Set<JobID> {
        guard !jobs.isEmpty else { return [] }
        let presences = try await stations.confluence.presence(
            of: jobs.map { ($0.id.content, known[$0.id.content]?.kind ?? .page) })
        let selected = try await selectedSpaces()
        return Set(jobs.map(\.id).filter { isGone(presences[$0.content], in: selected) })
    }

    /// What another job is about to fetch is that job's to decide: it may be pushing it at this moment.
    private func comingBack(_ jobs: [Job]) async throws -> Set<JobID> {
        let others = jobs.flatMap { job in
            [JobKind.page, .blogpost, .attachment].map { JobID($0, job.id.content) }
        }
        let contents = Set(try await stations.queue.unfinished(others).keys.map(\.content))
        return Set(jobs.map(\.id).filter { contents.contains($0.content) })
    }

    /// A file is gone by itself, or because its page is not among what is synced.
    private func goneFiles(_ jobs: [Job], run: RunID?) async throws -> Set<JobID> {
        guard !jobs.isEmpty else { return [] }
        let line = AttachmentSync(
            stations: stations, ancestry: ancestry, spaces: spaces, progress: LeaseProgress())
        let rules = AttachmentRules(connector: stations.connector)
        let files = try await line.withPages(try await line.listed(try await line.known(jobs)), run: run)
        return Set(files.filter { [.remove, .absent].contains(rules.verdict(on: $0)) }.map(\.job.id))
    }

    /// Absent and trashed is gone; so is what is still there but no longer among what is synced.
    private func isGone(_ presence: Presence?, in selected: Set<SpaceID>) -> Bool {
        switch presence {
        case nil: false
        case .absent, .trashed: true
        case .archived(let summary): !stations.connector.selection.includeArchived || !isWanted(summary, selected)
        case .present(let summary): !isWanted(summary, selected)
        }
    }

    private func isWanted(_ summary: ContentSummary, _ selected: Set<SpaceID>) -> Bool {
        selected.contains(summary.spaceID) && stations.connector.wants(summary.kind)
    }

    private func selectedSpaces() async throws -> Set<SpaceID> {
        Set(
            try await stations.state.spaces().values.filter { stations.connector.selection.contains($0.space) }.map(
                \.id))
    }
}
