/// A body that is parsed and not converted yet: ask it what it names, look that up, then have it read.
package struct StorageBody: Sendable {
    let parsed: ParsedMarkup
    /// Size of the source.
    let byteCount: Int

    package init(_ storage: String, limits: ConversionLimits = ConversionLimits()) throws(StorageFormatError) {
        try self.init(valid: Array(storage.utf8), limits)
    }

    /// - Parameter storage: UTF-8; broken sequences are dropped.
    package init(_ storage: [UInt8], limits: ConversionLimits = ConversionLimits()) throws(StorageFormatError) {
        guard storage.count <= limits.inputBytes, !storage.isValidUTF8 else {
            try self.init(valid: storage, limits)
            return
        }
        let repaired = String(decoding: storage, as: UTF8.self).unicodeScalars.filter { $0 != "\u{FFFD}" }
        try self.init(valid: Array(String(String.UnicodeScalarView(repaired)).utf8), limits)
    }

    private init(valid storage: [UInt8], _ limits: ConversionLimits) throws(StorageFormatError) {
        // Places in the source are kept as 32-bit numbers.
        let limit = min(limits.inputBytes, 1 << 30)
        guard storage.count <= limit else {
            throw StorageFormatError(code: .inputTooLarge, detail: "\(storage.count) bytes, the limit is \(limit)")
        }
        parsed = Markup.parse(storage: storage, limits: limits)
        byteCount = storage.count
    }
}
