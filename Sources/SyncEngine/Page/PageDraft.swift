internal import ConfluenceModel
internal import JobQueue
internal import Sinks
internal import StorageFormat
internal import SyncState

/// A page that is decided on, and converted where its text is needed.
extension Draft {
    /// - Parameter conversion: asked only for what may be pushed.
    static func page(_ page: PageCase, in space: SpaceRecord?, rules: PageRules, conversion: PageConversion) -> Draft {
        let connectorID = rules.connector.id
        // Facts alone say nothing of the text: it stays what an earlier converter made of it.
        let pipeline = page.content?.body == nil ? page.checkpoint?.pipeline : nil
        let place = Place(
            space: space, connectorID: connectorID, pipeline: pipeline ?? conversion.pipeline.number)
        let first = rules.verdict(on: page, space: space, hash: nil)
        guard let content = page.content, let space, first == .push || first == .patch else {
            return Draft(page: page, verdict: first, place)
        }
        let converted: PageConversion.Converted?
        do {
            converted = try conversion.convert(content, of: page.job.id)
        } catch {
            return Draft(page: page, verdict: .refuse(error.description), place)
        }
        let hash =
            converted.map { ContentHash(title: content.facts.title, markdown: $0.markdown) }
            ?? ContentHash(bytes: page.receipt?.contentHash ?? [])
        let description = PageDocument(
            content: content, space: space, layers: page.layers, connectorID: connectorID,
            siteAddress: conversion.siteAddress, contentHash: hash, pipeline: place.pipeline)
        let verdict = rules.verdict(on: page, space: space, hash: hash)
        var draft = Draft(page: page, verdict: verdict, place)
        draft.document = description.document(markdown: converted?.markdown ?? "")
        draft.hash = hash
        draft.warnings = (converted?.warnings ?? []).prefix(5).map { $0.runWarning(about: page.job) }
        return draft
    }

    private struct Place {
        let space: SpaceRecord?
        let connectorID: String
        let pipeline: UInt8
    }

    private init(page: PageCase, verdict: PageVerdict, _ place: Place) {
        self.init(
            job: page.job,
            externalID: PageDocument.externalID(connectorID: place.connectorID, kind: page.kind, id: page.id),
            receipt: page.receipt, decision: verdict.decision,
            checkpoint: page.content.flatMap { content in
                place.space.map {
                    Checkpoint(
                        content, in: $0, layers: page.layers, pipeline: place.pipeline, isSkipped: verdict.isSkip)
                }
            },
            announcement: Announcement(page: page, verdict: verdict, space: place.space))
    }
}

extension PageVerdict {
    fileprivate var isSkip: Bool {
        if case .skip = self { true } else { false }
    }

    fileprivate var decision: Draft.Decision {
        switch self {
        case .remove: .remove
        case .absent: .absent
        case .skip: .skip
        case .unchanged: .unchanged
        case .patch: .patch
        case .push: .push
        case .fail(let error): .fail(error.jobFailure(stage: "fetch"))
        case .fetchBody:
            .fail(
                JobFailure(
                    .transient, stage: "fetch", code: "no_body",
                    message: "Confluence gave the facts of the page but not its text; it is tried again"))
        case .refuse(let reason): .fail(JobFailure(.permanent, stage: "convert", code: "refused", message: reason))
        }
    }
}

extension Checkpoint {
    /// What is remembered of a page when the sink has it, or `isSkipped`: when it is kept out on purpose.
    fileprivate init(
        _ content: Content, in space: SpaceRecord, layers: [String], pipeline: UInt8, isSkipped: Bool
    ) {
        let facts = content.facts
        var flags: Flags = [.digestsKnown]
        if isSkipped { flags.insert(.skipped) }
        if facts.kind == .blogpost { flags.insert(.blogpost) }
        self.init(
            version: UInt32(clamping: facts.version), treeDigest: Digest.tree(of: facts, in: space),
            factsDigest: Digest.facts(labels: facts.labels, layers: layers), pipeline: pipeline,
            spaceOrdinal: space.ordinal, flags: flags)
    }
}

extension ConversionWarning {
    fileprivate func runWarning(about job: Job) -> RunWarning {
        let place = line > 0 ? " (line \(line), column \(column))" : ""
        return RunWarning(
            run: job.runs.max(), object: job.id.description, code: code.rawValue, message: message + place)
    }
}
