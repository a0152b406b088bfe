/// A coloured box that says how its content is meant.
package struct Panel: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case note
        case tip
        case important
        case warning
        case caution
    }

    package var kind: Kind
    package var title: [Inline]
    package var blocks: [Block]

    package init(kind: Kind, title: [Inline] = [], blocks: [Block]) {
        self.kind = kind
        self.title = title
        self.blocks = blocks
    }
}
