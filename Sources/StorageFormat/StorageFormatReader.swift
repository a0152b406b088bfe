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
        read(try StorageBody(storage, limits: options.limits))
    }

    /// - Parameter storage: UTF-8; broken sequences are dropped.
    package func read(_ storage: [UInt8]) throws(StorageFormatError) -> StorageDocument {
        read(try StorageBody(storage, limits: options.limits))
    }

    package func read(_ body: StorageBody) -> StorageDocument {
        let conversion = Conversion(resolver: resolver, options: options, inputBytes: body.byteCount)
        conversion.warnings = body.parsed.warnings
        conversion.shownIDs = [context.pageID ?? ""]
        let blocks = Walker(markup: body.parsed.markup, conversion: conversion, context: context).blocks()
        let tree = ContentTree(
            blocks: blocks, pageTitle: context.pageTitle, namedAnchors: conversion.namedAnchors,
            sourceBytes: body.byteCount + conversion.includedBytes)
        return StorageDocument(tree: tree, warnings: conversion.warnings, metadata: conversion.metadata)
    }
}
