/// What became of a parse.
struct ParsedMarkup {
    let markup: Markup
    let warnings: [ConversionWarning]
}

extension Markup {
    /// Reads a body strictly, and tolerantly where that fails.
    ///
    /// - Parameter source: UTF-8; broken sequences are dropped.
    static func parse(storage source: [UInt8], limits: ConversionLimits, depth: Int? = nil) -> ParsedMarkup {
        let builder = MarkupBuilder(
            depthLimit: depth ?? limits.elementDepth, attributeLimit: limits.attributesPerElement,
            sizeHint: source.count)
        do {
            let xml = source.withUnsafeBufferPointer { SourceSanitizer.sanitize($0) }
            return finish(try StrictParser.parse(xml, into: builder), [])
        } catch {
            let warning = ConversionWarning(
                code: .recovered, message: "not well-formed: \(error.message)", line: error.line, column: error.column)
            let recovered = source.withUnsafeBufferPointer { TolerantScanner.parse($0, into: builder) }
            return finish(recovered, [warning])
        }
    }

    /// Reads HTML out of a macro's plain text.
    static func parse(html source: String, limits: ConversionLimits, depth: Int) -> ParsedMarkup {
        let builder = MarkupBuilder(
            depthLimit: depth, attributeLimit: limits.attributesPerElement, sizeHint: source.utf8.count)
        return finish(Array(source.utf8).withUnsafeBufferPointer { TolerantScanner.parse($0, into: builder) }, [])
    }

    private static func finish(_ builder: MarkupBuilder, _ warnings: [ConversionWarning]) -> ParsedMarkup {
        var warnings = warnings
        if builder.flattened > 0 {
            warnings.append(ConversionWarning(code: .flattened, message: "\(builder.flattened) elements lie too deep"))
        }
        if builder.clippedAttributes > 0 {
            warnings.append(
                ConversionWarning(code: .clipped, message: "\(builder.clippedAttributes) attributes dropped"))
        }
        return ParsedMarkup(markup: builder.markup, warnings: warnings)
    }
}
