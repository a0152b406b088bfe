/// What to keep that is a matter of taste, and how far to go.
package struct ConversionOptions: Hashable, Sendable {
    /// Keep the editor's hints (`ac:placeholder`).
    package var placeholders = false
    /// Keep the bodies of excerpts that the page itself does not show.
    package var hiddenExcerpts = true
    /// Leave `*[children]*` where a listing could not be resolved.
    package var dynamicPlaceholders = false
    /// Languages to keep of translated pages, by code or English name. Empty: all.
    package var languages: Set<String> = []
    package var limits = ConversionLimits()

    package init() {}
}

/// Bounds that hold whatever the input is.
package struct ConversionLimits: Hashable, Sendable {
    /// Bytes of one body. Larger ones are refused.
    package var inputBytes = 64 << 20
    /// Nesting of elements; what lies deeper is flattened in place.
    package var elementDepth = 1_000
    /// Elements, and attributes that are read: so many, and one for so many bytes of the body. The rest is flattened too,
    /// which keeps the memory in proportion. No page that people wrote comes near: `<td>1</td>` has 10 bytes.
    package var elementAllowance = 50_000
    package var bytesPerElement = 10
    package var attributesPerElement = 256
    /// Columns of a table and value of one span.
    package var tableColumns = 1_000
    package var includeDepth = 5
    package var inclusions = 200
    /// Bytes of all included bodies, as a multiple of the page's own, and the bytes allowed on top of it.
    package var inclusionFactor = 20
    package var inclusionAllowance = 1 << 20

    package init() {}

    func elements(in bytes: Int) -> Int { elementAllowance + bytes / max(1, bytesPerElement) }
}
