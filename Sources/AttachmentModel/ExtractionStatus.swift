/// How reading one file ended. The raw value is written into documents and metrics.
package enum ExtractionStatus: String, CaseIterable, Hashable, Sendable {
    case ok
    /// A valid file without letters.
    case noText = "no_text"
    case encrypted
    case corrupt
    case unsupported
    case tooLarge = "too_large"
    case timeout
    case limit
    case crash
    case skipped

    /// With which the program `extractor` ends. `nil` for what only its parent can know.
    package var exitCode: Int32? {
        switch self {
        case .ok, .noText: 0
        case .encrypted: 10
        case .corrupt: 11
        case .unsupported: 12
        case .limit: 13
        case .tooLarge, .timeout, .crash, .skipped: nil
        }
    }
}
