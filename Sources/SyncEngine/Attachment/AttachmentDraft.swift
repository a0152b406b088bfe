package import AttachmentModel
internal import ConfluenceModel
internal import JobQueue
internal import Sinks
internal import SyncState
internal import TextExtraction

/// An attachment that is decided on.
extension Draft {
    /// What needs no text: every verdict but `read`.
    init(file: AttachmentCase, verdict: AttachmentVerdict, connectorID: String, siteAddress: String) {
        self.init(file: file, decision: verdict.decision, connectorID: connectorID)
        var flags: Checkpoint.Flags = []
        if case .skip(let reason) = verdict { flags = reason == .unreadable ? [.skipped, .unreadable] : .skipped }
        // It was not read again: what an earlier extractor made of it stays.
        if verdict == .patch || verdict == .unchanged, let known = file.checkpoint {
            flags = known.flags.intersection(.unreadable)
        }
        let extractor = file.checkpoint?.pipeline ?? UInt8(clamping: ExtractorVersion.current)
        checkpoint = file.place?.checkpoint(flags: flags, extractor: extractor)
        if verdict == .skip(.tooLarge), let place = file.place { warn(of: SkipReason.tooLarge.extraction, place) }
        guard verdict == .patch, let place = file.place, let receipt, let known = receipt.extraction else { return }
        hash = ContentHash(bytes: receipt.contentHash)
        extraction = known
        document = AttachmentDocument(
            place: place, connectorID: connectorID, siteAddress: siteAddress,
            contentHash: ContentHash(bytes: receipt.contentHash), status: ExtractionStatus(code: known.status),
            pageCount: known.pages == 0 ? nil : Int(known.pages), pipeline: extractor
        ).document(markdown: "")
    }

    /// A file that was read, with its text or with the reason for which there is none.
    /// - Parameters:
    ///   - listsUnread: whether it is a document also without text.
    ///   - wasDownloaded: otherwise the reason lies in the settings, and may be gone the next time.
    init(
        file: AttachmentCase, at place: AttachmentPlace, text: Extraction, listsUnread: Bool,
        wasDownloaded: Bool = true, connectorID: String, siteAddress: String
    ) {
        let isRead = !text.markdown.isEmpty
        self.init(file: file, decision: isRead || listsUnread ? .push : .skip, connectorID: connectorID)
        var flags: Checkpoint.Flags = isRead || !wasDownloaded || !text.isFinal ? [] : .unreadable
        if decision == .skip { flags.insert(.skipped) }
        checkpoint = place.checkpoint(flags: flags)
        warn(of: text, place)
        guard decision == .push else { return }
        let markdown =
            isRead
            ? text.markdown
            : UnreadAttachment(
                attachment: place.attachment, address: place.address(at: siteAddress), status: text.status,
                reason: text.reason
            ).markdown
        let hash = ContentHash(title: place.attachment.fileName, markdown: markdown)
        self.hash = hash
        extraction = Receipt.Extraction(
            status: text.status.code, pages: UInt32(clamping: text.pages ?? 0),
            nameDigest: Digest.name(place.attachment.fileName))
        document = AttachmentDocument(
            place: place, connectorID: connectorID, siteAddress: siteAddress, contentHash: hash, status: text.status,
            pageCount: text.pages
        ).document(markdown: markdown)
    }

    init(file: AttachmentCase, failure: JobFailure, connectorID: String) {
        self.init(file: file, decision: .fail(failure), connectorID: connectorID)
    }

    private mutating func warn(of text: Extraction, _ place: AttachmentPlace) {
        guard let warning = text.warning else { return }
        warnings = [
            RunWarning(
                run: job.runs.max(), object: job.id.description, code: "attachment_\(warning.code)",
                message: "\(place.attachment.fileName): \(warning.message)")
        ]
    }

    private init(file: AttachmentCase, decision: Decision, connectorID: String) {
        self.init(
            job: file.job,
            externalID: PageDocument.externalID(connectorID: connectorID, kind: .attachment, id: file.id),
            receipt: file.receipt, decision: decision)
    }
}

extension AttachmentVerdict {
    fileprivate var decision: Draft.Decision {
        switch self {
        case .remove: .remove
        case .absent: .absent
        case .skip: .skip
        case .unchanged: .unchanged
        case .patch: .patch
        case .read, .list: .unchanged
        case .fail(let error): .fail(error.jobFailure(stage: "fetch"))
        }
    }
}

/// As receipts keep it: numbers that never change.
extension ExtractionStatus {
    private static let codes: [ExtractionStatus] = [
        .ok, .noText, .encrypted, .corrupt, .unsupported, .tooLarge, .timeout, .limit, .crash, .skipped,
    ]

    package var code: UInt8 { UInt8(Self.codes.firstIndex(of: self) ?? 0) }

    init(code: UInt8) { self = Int(code) < Self.codes.count ? Self.codes[Int(code)] : .ok }
}
