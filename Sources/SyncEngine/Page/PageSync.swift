internal import ConfluenceClient
internal import ConfluenceModel
internal import HTTPTransport
internal import JobQueue
internal import Sinks
internal import SyncState

/// The line over one batch of pages and blog posts: fetch → convert → push → checkpoint.
struct PageSync {
    let stations: Stations
    let ancestry: Ancestry
    let spaces: SpaceDirectory
    let people: People

    private var rules: PageRules { PageRules(connector: stations.connector) }

    /// - Throws: what stops the whole batch: Confluence or Redis out of reach, credentials refused, a lost lease.
    func run(_ lease: Lease) async throws -> BatchReport {
        let cases = try await known(lease.jobs)
        let pages = try await fetched(cases, withBody: { !$0.mayDoWithoutBody }, run: lease.run)
        let settled = try await refetchedWhereNeeded(pages, run: lease.run)
        let drafts = try await converted(settled)
        try Task.checkCancellation()
        let delivered = try await recreatedWhereLost(await pushed(drafts), run: lease.run)
        return try await acknowledged(lease, delivered)
    }

    /// What checkpoints and receipts say.
    private func known(_ jobs: [Job]) async throws -> [PageCase] {
        let ids = jobs.map(\.id.content)
        let checkpoints = try await stations.state.checkpoints(ids)
        let receipts = try await stations.state.receipts(ids)
        return jobs.compactMap {
            PageCase(job: $0, checkpoint: checkpoints[$0.id.content], receipt: receipts[$0.id.content])
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
        let chains = try await chains(of: answers.values.compactMap(\.content), run: run)
        return cases.map { page in
            var page = page
            page.fetched = answers[page.id] ?? page.fetched
            page.layers = chains[page.id].map(stations.connector.access.layers) ?? []
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

    private func converted(_ cases: [PageCase]) async throws -> [PageDraft] {
        let directory = try await directory(of: cases)
        let contents = cases.compactMap(\.content)
        let names = try await people.names(of: PageConversion.people(in: contents), using: stations.confluence)
        let conversion = PageConversion(siteAddress: stations.confluence.site.webBase.description, names: names)
        return cases.map { PageDraft(page: $0, space: $0.space(in: directory), rules: rules, conversion: conversion) }
    }

    /// The sink's answers, one for each draft. Nothing here throws: a sink says what went wrong per document.
    private func pushed(_ drafts: [PageDraft]) async -> [Delivered] {
        await PageDelivery(sink: stations.sink).deliver(drafts)
    }

    /// What the sink was to patch and does not have any more is pushed whole.
    private func recreatedWhereLost(_ delivered: [Delivered], run: RunID?) async throws -> [Delivered] {
        let (lost, rest) = delivered.partitioned { $0.answer.failure?.remedy == .recreate }
        guard !lost.isEmpty else { return delivered }
        let orphans = lost.map { delivered in
            var page = delivered.draft.page
            page.receipt = nil
            return page
        }
        return rest + (await pushed(try await converted(try await fetched(orphans, withBody: { _ in true }, run: run))))
    }

    /// Receipts, checkpoints and finished jobs in one script; what went wrong, job by job.
    private func acknowledged(_ lease: Lease, _ delivered: [Delivered]) async throws -> BatchReport {
        var report = BatchReport()
        var results: [JobResult] = []
        var failures: [JobID: JobFailure] = [:]
        for delivery in delivered {
            let job = delivery.draft.page.job.id
            switch delivery.end(bucket: stations.state.buckets.index(of: job.content)) {
            case .ended(let result): results.append(result)
            case .failed(let failure): failures[job] = failure
            }
        }
        report.statuses = try await stations.queue.acknowledge(lease, results)
        try await stations.queue.fail(lease, failures)
        report.failures = failures
        report.pushedBytes = delivered.reduce(0) { $0 + $1.pushedBytes }
        try await noteRestrictions(delivered.map(\.draft.page))
        try await stations.queue.warn(delivered.flatMap(\.draft.warnings))
        return report
    }

    /// Tells the next facts sweep which pages carry a restriction of their own, so that it can judge what lies below them.
    private func noteRestrictions(_ cases: [PageCase]) async throws {
        try await stations.state.note(cases.compactMap(\.content?.facts))
    }

    private func chains(of contents: [Content], run: RunID?) async throws -> [ContentID: [ReadRestriction?]] {
        await ancestry.learn(contents.map(\.facts), run: run?.rawValue)
        let above = Set(contents.flatMap { $0.facts.ancestors.map(\.id) })
        let restrictions = try await ancestry.restrictions(of: above, run: run?.rawValue)
        return Dictionary(
            contents.map { content in
                let chain = content.facts.ancestors.map { restrictions[$0.id] ?? nil } + [content.facts.readRestriction]
                return (content.facts.id, chain)
            },
            uniquingKeysWith: { first, _ in first })
    }

    private func directory(of cases: [PageCase]) async throws -> [String: SpaceRecord] {
        try await spaces.selected(keys: Set(cases.compactMap { $0.content?.facts.spaceKey }))
    }
}

extension PageCase {
    var content: Content? { fetched?.content }

    /// The version that was listed, or the one we have: a search index that knows only an older one is not believed.
    /// `force` believes the site even where its versions went down.
    var wantedVersion: Int {
        job.flags.contains(.force) ? job.wantedVersion : max(job.wantedVersion, Int(checkpoint?.version ?? 0))
    }

    func space(in directory: [String: SpaceRecord]) -> SpaceRecord? { content.flatMap { directory[$0.facts.spaceKey] } }
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
