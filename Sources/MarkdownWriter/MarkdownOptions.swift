/// What to write besides the page itself.
package struct MarkdownOptions: Hashable, Sendable {
    package struct FrontMatterEntry: Hashable, Sendable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// A heading of level 1 put in front.
    package var title: String?
    /// YAML put in front, values quoted.
    package var frontMatter: [FrontMatterEntry] = []
    /// Nesting of lists and quotes; deeper ones lose their indentation.
    package var nesting = 100
    /// Rows that one merged cell is repeated in.
    package var cellCopies = 200
    package var tableColumns = 1_000

    package init() {}
}
