internal import AttachmentModel

/// What was wrong with the markup of one file: the first damage, and the first bound that cut it short.
struct MarkupFaults {
    private var truncation: Truncation?
    private var damage: String?

    mutating func noteUnreadablePart() { damage = damage ?? "a part cannot be opened" }

    mutating func noteMissingDirectory() { damage = damage ?? ZipPackage.missing }

    mutating func note(_ fault: XMLFault?) {
        switch fault {
        case nil: break
        case .depth: truncation = truncation ?? .depth
        case .source(.ratio): truncation = truncation ?? .ratio
        case .source(.inflated): truncation = truncation ?? .inflated
        case .malformed: damage = damage ?? "not well-formed XML"
        case .doctype: damage = damage ?? "a document type where none may be"
        case .source(.damaged): damage = damage ?? "a part does not inflate"
        }
    }

    /// - Throws: `corrupt` when something was damaged.
    func conclude(_ format: String, _ output: DocumentOutput) throws(ReadingError) {
        if let truncation { output.note(truncation) }
        if let damage { throw ReadingError(.corrupt, damage == ZipPackage.missing ? damage : "\(format): \(damage)") }
    }
}
