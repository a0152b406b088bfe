/// A page as markdown.
package struct Markdown: Hashable, Sendable {
    package struct Heading: Hashable, Sendable {
        package var level: Int
        package var text: String
        /// As GitHub makes it, without `#`.
        package var slug: String
        /// Of the line it stands on, in bytes of UTF-8 from the start of the text.
        package var offset: Int
    }

    /// LF line ends, one at the end; empty for an empty page.
    package var text: String
    /// The first 50 000.
    package var headings: [Heading]
}
