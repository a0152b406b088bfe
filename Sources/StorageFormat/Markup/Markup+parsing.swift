/// What became of a parse.
struct ParsedMarkup: Sendable {
    let markup: Markup
    let warnings: [ConversionWarning]
}

extension Markup {
    /// Reads a body strictly, and tolerantly where that fails.
    ///
    /// - Parameter source: valid UTF-8, less than 1 GiB of it.
    static func parse(storage source: [UInt8], limits: ConversionLimits, depth: Int? = nil) -> ParsedMarkup {
        let builder = MarkupBuilder(source: source, limits: limits, depth: depth)
        return source.withUnsafeBufferPointer { bytes in
            do throws(StrictParser.Failure) {
                let (strict, estranged) = try StrictParser.parse(bytes, into: builder)
                return finish(
                    strict, estranged.sorted().map { ConversionWarning(code: .foreignNamespace, message: $0) })
            } catch {
                let (line, column) = bytes.place(of: error.offset)
                let warning = ConversionWarning(
                    code: .recovered, message: "not well-formed: \(error.message)", line: line, column: column)
                return finish(TolerantScanner.parse(bytes, into: builder), [warning])
            }
        }
    }

    /// Reads HTML out of a macro's plain text.
    static func parse(html source: String, limits: ConversionLimits, depth: Int) -> ParsedMarkup {
        let source = Array(source.utf8)
        let builder = MarkupBuilder(source: source, limits: limits, depth: depth)
        return finish(source.withUnsafeBufferPointer { TolerantScanner.parse($0, into: builder) }, [])
    }

    private static func finish(_ builder: MarkupBuilder, _ warnings: [ConversionWarning]) -> ParsedMarkup {
        var warnings = warnings
        if builder.flattened > 0 {
            warnings.append(
                ConversionWarning(
                    code: .flattened, message: "\(builder.flattened) elements lie too deep or are too many"))
        }
        if builder.clippedAttributes > 0 {
            warnings.append(
                ConversionWarning(code: .clipped, message: "\(builder.clippedAttributes) attributes dropped"))
        }
        return ParsedMarkup(markup: builder.finish(), warnings: warnings)
    }
}
