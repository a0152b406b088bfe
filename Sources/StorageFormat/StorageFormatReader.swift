internal import ContentTree

/// Reads the storage format of one page after another.
package struct StorageFormatReader: Sendable {
    package var context: ConversionContext
    package var resolver: any ContentResolver
    package var options: ConversionOptions

    package init(
        context: ConversionContext = ConversionContext(), resolver: any ContentResolver = NoResolver(),
        options: ConversionOptions = ConversionOptions()
    ) {
        self.context = context
        self.resolver = resolver
        self.options = options
    }

    package func read(_ storage: String) throws(StorageFormatError) -> StorageDocument {
        try read(valid: Array(storage.utf8))
    }

    /// - Parameter storage: UTF-8; broken sequences are dropped.
    package func read(_ storage: [UInt8]) throws(StorageFormatError) -> StorageDocument {
        guard storage.count <= options.limits.inputBytes, !storage.isValidUTF8 else {
            return try read(valid: storage)
        }
        let repaired = String(decoding: storage, as: UTF8.self).unicodeScalars.filter { $0 != "\u{FFFD}" }
        return try read(valid: Array(String(String.UnicodeScalarView(repaired)).utf8))
    }

    private func read(valid storage: [UInt8]) throws(StorageFormatError) -> StorageDocument {
        let limits = options.limits
        guard storage.count <= limits.inputBytes else {
            throw StorageFormatError(
                code: .inputTooLarge, detail: "\(storage.count) bytes, the limit is \(limits.inputBytes)")
        }
        let parsed = Markup.parse(storage: storage, limits: limits)
        let conversion = Conversion(resolver: resolver, options: options, inputBytes: storage.count)
        conversion.warnings = parsed.warnings
        let blocks = Walker(markup: parsed.markup, conversion: conversion, context: context).blocks()
        let tree = ContentTree(
            blocks: blocks, pageTitle: context.pageTitle, namedAnchors: conversion.namedAnchors,
            sourceBytes: storage.count + conversion.includedBytes)
        return StorageDocument(tree: tree, warnings: conversion.warnings, metadata: conversion.metadata)
    }
}
