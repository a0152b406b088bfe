/// Something that was converted, but not as well as one would wish.
package struct ConversionWarning: Hashable, Sendable {
    package enum Code: String, Sendable {
        /// The body is not well-formed and was read by the tolerant scanner.
        case recovered
        /// A prefix of Confluence's that the document binds to something else, whose elements then mean nothing.
        case foreignNamespace
        /// Elements below the depth limit were flattened.
        case flattened
        /// Attributes, columns or spans beyond a limit were cut.
        case clipped
        /// An included page was left as a link: too deep, in a circle, or too many.
        case inclusionStopped
        /// A macro without a rule of its own.
        case unknownMacro
        /// Encoded content that could not be decoded.
        case undecodable
    }

    package var code: Code
    package var message: String
    /// 1-based, in the source; 0 when it has no place.
    package var line: Int
    package var column: Int

    package init(code: Code, message: String, line: Int = 0, column: Int = 0) {
        self.code = code
        self.message = message
        self.line = line
        self.column = column
    }
}
