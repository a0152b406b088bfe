/// What a file is, as far as reading it goes. The raw value is its name in settings, reports and metrics.
package enum AttachmentKind: String, CaseIterable, Hashable, Sendable {
    case pdf
    case docx
    case xlsx
    case pptx
    /// OpenDocument texts, sheets, slides and drawings.
    case odf
    /// Plain text, tables of text, program source.
    case text
    case html
    case rtf
    /// One mail, or a web page saved as one.
    case eml
    case epub
    case msg
    case doc
    case xls
    case ppt
    case visio
    case xlsb
    case images
    case archives
    /// Something that nothing here reads.
    case other

    package enum Tier: Int, Comparable, Sendable {
        case first = 1
        case second
        /// Read only where the operator asks for it.
        case optional
        case never

        package static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
    }

    package var tier: Tier {
        switch self {
        case .pdf, .docx, .xlsx, .pptx, .odf, .text, .html, .rtf, .eml, .archives: .first
        case .epub, .msg, .doc, .xls, .ppt, .visio, .xlsb: .second
        case .images: .optional
        case .other: .never
        }
    }

    /// What is read unless the operator says otherwise.
    package static let usual = Set(allCases.filter { $0.tier <= .second })
}
