/// A bulleted, numbered or task list.
package struct ListBlock: Hashable, Sendable {
    package struct Item: Hashable, Sendable {
        package var content: BlockContent
        /// `nil`: an ordinary item. Otherwise a task, done or not.
        package var isDone: Bool?

        package init(content: BlockContent, isDone: Bool? = nil) {
            self.content = content
            self.isDone = isDone
        }

        package init(blocks: [Block], isDone: Bool? = nil) {
            self.init(content: BlockContent(blocks), isDone: isDone)
        }

        package var blocks: [Block] {
            get { content.blocks }
            set { content = BlockContent(newValue) }
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
