/// One answer of a paged listing.
package struct Listing<Element: Sendable>: Sendable {
    package var elements: [Element]
    /// Where the next answer starts; `nil` when this was the last one. Opaque, and only good for the same listing.
    package var next: String?
    /// One sentence for each element that could not be understood and was left out.
    package var problems: [String]

    package init(elements: [Element], next: String?, problems: [String] = []) {
        self.elements = elements
        self.next = next
        self.problems = problems
    }
}
