package import AttachmentModel

/// What a file is by its bytes.
package struct Detection: Sendable {
    /// Another program that turns this kind of file into text, which is then cleaned here.
    package enum Engine: String, Sendable {
        case pdftotext
        case catdoc
        case vsd2text
        case tesseract
        /// A server somewhere else.
        case tika
    }

    package var kind: AttachmentKind
    package var engine: Engine?
    /// Why it is not to be read, where that shows from outside.
    package var refusal: ReadingError?
    /// A pdf that holds pictures may be a scan.
    package var hasPictures = false

    init(_ kind: AttachmentKind, engine: Engine? = nil, refusal: ReadingError? = nil) {
        self.kind = kind
        self.engine = engine
        self.refusal = refusal
    }

    /// The content decides; name and media type only where several kinds of text are possible.
    package init(of file: AttachmentFile, limits: ReadingLimits) {
        let start = file.bytes(at: 0, count: 4_096)
        if start.starts(with: [0x50, 0x4B, 3, 4]) || start.starts(with: [0x50, 0x4B, 5, 6]) {
            self = Self.package(file, limits: limits)
        } else if start.starts(with: CompoundFileVerdict.signature) {
            self = Self.compound(file)
        } else if PDFMarks.isPDF(file, start: start) {
            self.init(.pdf, engine: .pdftotext)
            hasPictures = PDFMarks.hasPictures(file)
        } else if let kind = Signatures.kind(of: start) {
            self.init(kind)
        } else {
            self.init(TextKind.kind(of: file))
        }
    }

    private static func package(_ file: AttachmentFile, limits: ReadingLimits) -> Detection {
        do {
            return Detection(PackageKind.kind(of: try ZipPackage(file, limits: limits)))
        } catch {
            let expected = AttachmentKind.expected(fileName: file.name, mediaType: file.mediaType)
            return Detection(expected.flatMap { $0.isPackage ? $0 : nil } ?? .archives, refusal: error)
        }
    }

    private static func compound(_ file: AttachmentFile) -> Detection {
        let verdict = CompoundFileVerdict(of: file)
        let engine: Engine? =
            switch verdict.kind {
            case .doc: verdict.isBeforeWord97 ? .catdoc : nil
            case .visio: .vsd2text
            default: nil
            }
        return Detection(verdict.kind, engine: engine, refusal: verdict.refusal)
    }
}

extension AttachmentKind {
    fileprivate var isPackage: Bool {
        switch self {
        case .docx, .xlsx, .pptx, .odf, .epub, .visio, .xlsb: true
        default: false
        }
    }
}
