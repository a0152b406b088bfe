/// A bulleted, numbered or task list.
package struct ListBlock: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var blocks: [Block]
        /// `nil`: an ordinary item. Otherwise a task, done or not.
        package var isDone: Bool?

        package init(blocks: [Block], isDone: Bool? = nil) {
            self.blocks = blocks
            self.isDone = isDone
        }
    }

    /// `nil`: bullets. Otherwise the number of the first item, 0…999 999 999.
    package var start: Int?
    package var items: [Item]

    package init(start: Int? = nil, items: [Item]) {
        self.start = start
        self.items = items
    }
}
