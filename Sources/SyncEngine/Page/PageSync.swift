internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import HTTPTransport
internal import JobQueue
internal import Sinks
internal import StorageFormat
internal import SyncState
internal import Telemetry

/// The line over one batch of pages and blog posts: fetch → convert → push → checkpoint.
struct PageSync {
    let stations: Stations
    let ancestry: Ancestry
    let spaces: SpaceDirectory
    let memory: Lookups
    let progress: LeaseProgress

    private var rules: PageRules { PageRules(connector: stations.connector) }

    /// - Throws: what stops the whole batch: Confluence or Redis out of reach, credentials refused, a lost lease.
    func run(_ lease: Lease) async throws -> BatchReport {
        let cases = try await known(lease.jobs)
        let pages = try await fetched(cases, withBody: { !$0.mayDoWithoutBody }, run: lease.run)
        let settled = try await refetchedWhereNeeded(pages, run: lease.run)
        let drafts = try await told(try await converted(settled, run: lease.run))
        try Task.checkCancellation()
        let delivered = try await recreatedWhereLost(await pushed(drafts), settled, run: lease.run)
        // The next facts sweep judges by these what lies below.
        try await stations.state.note(settled.compactMap(\.content?.facts))
        let report = try await stations.acknowledge(lease, delivered)
        noteFreshness(of: settled, report)
        return report
    }

    /// Of edits: a backfill would tell the age of the site.
    private func noteFreshness(of cases: [PageCase], _ report: BatchReport) {
        let now = Date()
        for page in cases {
            guard report.statuses[page.job.id] == .accepted, page.job.lane < .backfill, let content = page.content,
                let known = page.checkpoint, known.version > 0, Int(known.version) < content.facts.version,
                let edited = content.updatedAt
            else { continue }
            stations.metrics.observe(.freshness, max(0, now.timeIntervalSince(edited)))
        }
    }

    /// What checkpoints and receipts say.
    private func known(_ jobs: [Job]) async throws -> [PageCase] {
        let known = try await stations.state.known(jobs.map(\.id.content))
        return jobs.compactMap { job in
            let object = known[job.id.content]
            return PageCase(job: job, checkpoint: object?.checkpoint, receipt: object?.receipt)
        }
    }

    /// What Confluence says: one request for fifty pages, and the restrictions of the ancestors nobody has read yet.
    private func fetched(_ cases: [PageCase], withBody needsBody: (PageCase) -> Bool, run: RunID?) async throws
        -> [PageCase]
    {
        var answers: [ContentID: Fetched] = [:]
        for (wantsBody, group) in Dictionary(grouping: cases, by: needsBody) where !group.isEmpty {
            let wanted = group.map { WantedContent(id: $0.id, kind: $0.kind, version: $0.wantedVersion) }
            answers.merge(try await stations.confluence.contents(of: wanted, body: wantsBody)) { _, new in new }
        }
        let chains = try await ancestry.layers(
            above: answers.values.compactMap(\.content), by: stations.connector.access, run: run?.rawValue)
        return cases.map { page in
            var page = page
            page.fetched = answers[page.id] ?? page.fetched
            page.layers = chains[page.id]?.value ?? []
            // Who may read it is not known now: it is tried again, neither shown nor taken away.
            if let error = chains[page.id]?.failure { page.fetched = .failed(error) }
            return page
        }
    }

    /// The facts were not enough for some: those once more, with their text.
    private func refetchedWhereNeeded(_ cases: [PageCase], run: RunID?) async throws -> [PageCase] {
        let directory = try await directory(of: cases)
        let (needed, settled) = cases.partitioned {
            $0.content?.body == nil && rules.verdict(on: $0, space: $0.space(in: directory), hash: nil) == .fetchBody
        }
        guard !needed.isEmpty else { return cases }
        return settled + (try await fetched(needed, withBody: { _ in true }, run: run))
    }

    private func converted(_ cases: [PageCase], run: RunID?) async throws -> [Draft] {
        let directory = try await directory(of: cases)
        let conversion = try await lookedUp(cases, directory, run: run)
        try await stations.queue.warn(conversion.shown.warnings)
        try await Includers(stations: stations).note(conversion.shown.shows)
        return cases.map { Draft.page($0, in: $0.space(in: directory), rules: rules, conversion: conversion) }
    }

    /// All that the texts name, asked for together.
    private func lookedUp(
        _ cases: [PageCase], _ directory: SpaceTable, run: RunID?
    ) async throws -> PageConversion {
        var conversion = PageConversion(
            siteAddress: stations.confluence.site.webBase.description, pipeline: stations.pipeline)
        let wanted = cases.compactMap { page in page.space(in: directory).map { (page: page, space: $0) } }
            .filter { rules.verdict(on: $0.page, space: $0.space, hash: nil) == .push }
        let texts = PageText.texts(of: wanted, limits: stations.pipeline.options.limits)
        let inclusions = Inclusions(
            stations: stations, ancestry: ancestry, spaces: spaces, memory: memory, run: run)
        conversion.shown = try await inclusions.shown(in: texts)
        conversion.bodies = texts.reduce(into: [:]) { $0[$1.job] = $1.body }
        let references = texts.map(\.references) + conversion.shown.contents.values.map(\.references)
        let nameless = cases.compactMap(\.content).flatMap { [$0.createdBy, $0.updatedBy] }.compactMap { $0 }
            .filter(\.displayName.isEmpty).map(\.id)
        conversion.names = try await memory.people.names(
            of: Set(references.flatMap(\.people) + nameless), using: stations.confluence)
        return conversion
    }

    /// Those who show these pages are told before anything is pushed; where they find no room, the page waits, too.
    private func told(_ drafts: [Draft]) async throws -> [Draft] {
        let refused = try await Includers(stations: stations).announce(drafts.compactMap(\.announcement))
        return drafts.map { refused.contains($0.job.id) ? $0.postponed(.includersWait) : $0 }
    }

    private func pushed(_ drafts: [Draft]) async -> [Delivered] {
        await Delivery(sink: stations.sink, progress: progress).deliver(drafts)
    }

    /// What the sink was to patch and does not have any more is pushed whole.
    private func recreatedWhereLost(_ delivered: [Delivered], _ cases: [PageCase], run: RunID?) async throws
        -> [Delivered]
    {
        let (lost, rest) = delivered.partitioned { $0.answer.failure?.remedy == .recreate }
        guard !lost.isEmpty else { return delivered }
        let jobs = Set(lost.map(\.draft.job.id))
        let orphans = cases.filter { jobs.contains($0.job.id) }.map { page in
            var page = page
            page.receipt = nil
            return page
        }
        let whole = try await fetched(orphans, withBody: { _ in true }, run: run)
        return rest + (await pushed(try await converted(whole, run: run)))
    }

    private func directory(of cases: [PageCase]) async throws -> SpaceTable {
        try await spaces.selected(holding: cases.compactMap(\.content))
    }
}

extension PageCase {
    var content: Content? { fetched?.content }

    /// The version that was listed, or the one we have: a search index that knows only an older one is not believed.
    /// `force` believes the site even where its versions went down.
    var wantedVersion: Int {
        job.flags.contains(.force) ? job.wantedVersion : max(job.wantedVersion, Int(checkpoint?.version ?? 0))
    }

    func space(in directory: SpaceTable) -> SpaceRecord? { content.flatMap { directory.space(of: $0) } }
}

extension Fetched {
    var content: Content? {
        switch self {
        case .content(let content), .archived(let content): content
        case .gone, .trashed, .failed: nil
        }
    }
}

extension Lease {
    /// The newest run that waits for these jobs.
    var run: RunID? { jobs.flatMap(\.runs).max() }
}

extension Array {
    func partitioned(_ belongs: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        var parts: (matching: [Element], rest: [Element]) = ([], [])
        for element in self {
            if belongs(element) { parts.matching.append(element) } else { parts.rest.append(element) }
        }
        return parts
    }
}
