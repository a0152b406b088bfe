import Foundation
import StorageFormat

/// What `convert --json` prints for each file.
struct ConversionReport: Encodable {
    struct Warning: Encodable {
        let code: String
        let message: String
        /// 1-based; absent where the warning has no place.
        let line: Int?
        let column: Int?
    }

    let file: String
    /// The file that was written; else ``markdown``.
    var output: String?
    var markdown: String?
    var warnings: [Warning]?
    var error: String?

    init(_ file: ConversionFile, _ destination: URL?, _ markdown: String, _ found: [ConversionWarning]) {
        self.file = file.path
        output = destination?.path
        self.markdown = destination == nil ? markdown : nil
        warnings = found.map { warning in
            let hasPlace = warning.line > 0
            return Warning(
                code: warning.code.rawValue, message: warning.message, line: hasPlace ? warning.line : nil,
                column: hasPlace ? warning.column : nil)
        }
    }

    init(_ failure: ConvertError) {
        file = failure.name
        error = failure.reason
    }
}
