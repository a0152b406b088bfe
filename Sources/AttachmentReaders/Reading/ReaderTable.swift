package import AttachmentModel

/// Which reader reads what. A kind without one is refused as `unsupported`.
package enum ReaderTable {
    package static func reader(for kind: AttachmentKind) -> (any AttachmentReader.Type)? {
        switch kind {
        case .docx: WordReader.self
        case .xlsx: WorkbookReader.self
        case .xlsb: BinaryWorkbookReader.self
        case .pptx: PresentationReader.self
        case .odf: OpenDocumentReader.self
        case .epub: BookReader.self
        case .visio: DrawingReader.self
        case .text: PlainTextReader.self
        case .archives: ArchiveReader.self
        case .html: HTMLFileReader.self
        case .rtf: RTFReader.self
        case .eml: MailReader.self
        case .xls: Workbook97Reader.self
        case .msg: OutlookReader.self
        case .ppt: Slides97Reader.self
        case .doc: Word97Reader.self
        default: nil
        }
    }

    /// What reads the text that another program made of the file.
    package static func reader(after engine: Detection.Engine) -> any AttachmentReader.Type {
        switch engine {
        case .pdftotext: PDFTextReader.self
        case .catdoc, .vsd2text: ParagraphLines.self
        case .tesseract: RecognisedText.self
        case .tika: ParagraphLines.self
        }
    }
}
