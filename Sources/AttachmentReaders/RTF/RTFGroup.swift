internal import ContentTree

/// What holds inside one pair of braces and in the groups in it.
struct RTFGroup {
    enum Destination {
        /// Text of the story that is being told.
        case text
        case skipped
        case fonts, styles, lists, overrides
        /// The mark in front of a list item.
        case listMark
        /// Word 6's description of a list item.
        case numbering
        case field, fieldCode
        case commentAuthor
        /// What replaces a table's properties inside a nested table.
        case nestedRow
        /// Twice the same: in the old character set and in Unicode.
        case twins
    }

    /// Which of the three fonts of a run a character is set in.
    enum Script { case low, high, double }

    /// The paragraph's properties.
    struct Paragraph {
        var style = 0
        var outline: Int?
        var list: Int?
        var level = 0
        var isInTable = false
        var nesting = 1
    }

    var destination = Destination.text
    /// The group began with `\*`.
    var isOptional = false
    /// The next word names the group's destination.
    var isFresh = true

    var style: TextStyle = []
    var isHidden = false
    var isDeleted = false
    var isRaised = false

    var font: Int?
    var doubleFont: Int?
    var script = Script.low
    /// Characters that stand behind a `\u` for readers without Unicode.
    var fallback = 1
    var paragraph = Paragraph()

    /// A group opened the story that ends with it.
    var endsStory = false
    /// A group opened the link that ends with it.
    var endsLink = false

    /// The state a group starts with.
    func inner() -> RTFGroup {
        var group = self
        group.isOptional = false
        group.isFresh = true
        group.endsStory = false
        group.endsLink = false
        if group.destination == .field { group.destination = .text }
        return group
    }
}
