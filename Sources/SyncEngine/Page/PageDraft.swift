internal import ConfluenceModel
internal import JobQueue
internal import Sinks
internal import StorageFormat
internal import SyncState

/// A page that is decided on, converted where its text is needed, and not delivered yet.
struct PageDraft {
    let page: PageCase
    let verdict: PageVerdict
    let externalID: String
    let space: SpaceRecord?
    /// With `patch` and `push`; without text where only the facts were fetched.
    let document: SinkDocument?
    let hash: ContentHash?
    let warnings: [RunWarning]

    /// - Parameter conversion: asked only for what may be pushed.
    init(page: PageCase, space: SpaceRecord?, rules: PageRules, conversion: PageConversion) {
        let first = rules.verdict(on: page, space: space, hash: nil)
        guard let content = page.content, let space, first == .push || first == .patch else {
            self.init(page: page, verdict: first, connectorID: rules.connector.id, space: space)
            return
        }
        do {
            let converted = try conversion.convert(content, in: space)
            let hash =
                converted.map { ContentHash(title: content.facts.title, markdown: $0.markdown) }
                ?? ContentHash(bytes: page.receipt?.contentHash ?? [])
            let description = PageDocument(
                content: content, space: space, layers: page.layers, connectorID: rules.connector.id,
                siteAddress: conversion.siteAddress, contentHash: hash)
            self.init(
                page: page, verdict: rules.verdict(on: page, space: space, hash: hash), connectorID: rules.connector.id,
                space: space,
                document: description.document(markdown: converted?.markdown ?? ""), hash: hash,
                warnings: (converted?.warnings ?? []).prefix(5).map { $0.runWarning(about: page) })
        } catch {
            self.init(page: page, verdict: .refuse(error.description), connectorID: rules.connector.id, space: space)
        }
    }

    private init(
        page: PageCase, verdict: PageVerdict, connectorID: String, space: SpaceRecord?, document: SinkDocument? = nil,
        hash: ContentHash? = nil, warnings: [RunWarning] = []
    ) {
        self.page = page
        self.verdict = verdict
        externalID = PageDocument.externalID(connectorID: connectorID, kind: page.kind, id: page.id)
        self.space = space
        self.document = document
        self.hash = hash
        self.warnings = warnings
    }

    /// What the checkpoint remembers when the sink has it, or `isSkipped`: when it is kept out on purpose.
    func checkpoint(isSkipped: Bool) -> Checkpoint? {
        guard let content = page.content, let space else { return nil }
        let facts = content.facts
        var flags: Checkpoint.Flags = [.digestsKnown]
        if isSkipped { flags.insert(.skipped) }
        if facts.kind == .blogpost { flags.insert(.blogpost) }
        return Checkpoint(
            version: UInt32(clamping: facts.version),
            treeDigest: Digest.tree(title: facts.title, spaceKey: space.key, ancestors: facts.ancestors),
            factsDigest: Digest.facts(labels: facts.labels, layers: page.layers), pipeline: Pipeline.number,
            spaceOrdinal: space.ordinal, flags: flags)
    }
}

extension ConversionWarning {
    func runWarning(about page: PageCase) -> RunWarning {
        let place = line > 0 ? " (line \(line), column \(column))" : ""
        return RunWarning(
            run: page.job.runs.max(), object: page.job.id.description, code: code.rawValue, message: message + place)
    }
}
