package import AttachmentModel

/// What a compound file holds, as its streams say.
package struct CompoundFileVerdict: Hashable, Sendable {
    package let kind: AttachmentKind
    /// Why it is not to be read, where that shows from outside.
    package let refusal: ReadingError?
    /// A Word file of before 97, which only another program reads.
    package var isBeforeWord97 = false

    init(_ kind: AttachmentKind, refusal: ReadingError? = nil) {
        self.kind = kind
        self.refusal = refusal
    }

    /// - Parameter file: one that starts with ``signature``.
    package init(of file: AttachmentFile) {
        let container: CompoundFile
        do {
            container = try CompoundFile(file)
        } catch {
            self.init(.other, refusal: error)
            return
        }
        self = Self.judge(container)
    }

    /// First bytes of every compound file.
    package static let signature = CompoundFile.signature

    private static func judge(_ file: CompoundFile) -> CompoundFileVerdict {
        if file.entry("EncryptedPackage") != nil {
            return .init(
                kind(ofExtension: file.file.nameExtension),
                refusal: ReadingError(.encrypted, "OOXML inside OLE (EncryptedPackage)"))
        }
        if file.entry("__properties_version1.0") != nil { return .init(.msg) }
        if let start = file.stream("WordDocument", limit: 64) {
            let header = WordHeader(start)
            var verdict = CompoundFileVerdict(.doc, refusal: header.refusal)
            verdict.isBeforeWord97 = !header.isWord97
            return verdict
        }
        if let workbook = file.stream("Workbook", limit: 4_096) ?? file.stream("Book", limit: 4_096) {
            return .init(.xls, refusal: WorkbookStart.refusal(workbook))
        }
        if file.entry("PowerPoint Document") != nil {
            return .init(.ppt, refusal: SlidesStart.refusal(file))
        }
        if file.entry("VisioDocument") != nil { return .init(.visio) }
        return .init(.other)
    }

    private static func kind(ofExtension name: String) -> AttachmentKind {
        switch name.first {
        case "x": .xlsx
        case "p": .pptx
        default: .docx
        }
    }
}
