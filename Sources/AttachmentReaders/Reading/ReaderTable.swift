package import AttachmentModel

/// Which reader reads what. A kind without one is refused as `unsupported`.
package enum ReaderTable {
    package static func reader(for kind: AttachmentKind) -> (any AttachmentReader.Type)? {
        switch kind {
        case .docx: WordReader.self
        default: nil
        }
    }
}
