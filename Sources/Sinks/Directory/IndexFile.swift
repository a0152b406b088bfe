/// An `index.md` in the making: written piece by piece beside the old one, and put in its place if it is different.
final class IndexFile {
    static let name = "index.md"
    private static let mark = "# Written after every sync; changes are lost."

    private let draft: Draft
    private var buffer: [UInt8] = []
    private var isStarted = false

    init(_ draft: Draft) { self.draft = draft }

    /// The head, which a reader of front matter takes for a title alone.
    func begin(title: String) {
        buffer += "---\n\(Self.mark)\ntitle: ".utf8
        YAMLText.append(title, to: &buffer)
        buffer += "\n---\n\n".utf8
    }

    func line(_ text: String) throws(FileError) {
        buffer += text.utf8
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 16 { try flush() }
    }

    private func flush() throws(FileError) {
        if isStarted { try draft.append(buffer) } else { try draft.write(buffer) }
        isStarted = true
        buffer.removeAll(keepingCapacity: true)
    }

    /// An index that a person wrote is left alone, and so is one that says the same.
    func finish(in folder: Folder) throws(FileError) {
        try flush()
        switch try Self.state(in: folder) {
        case .missing: _ = try draft.occupy(Self.name, in: folder)
        case .ours: if try !draft.isSame(as: Self.name, in: folder) { try draft.replace(Self.name, in: folder) }
        case .foreign: break
        }
    }

    enum State {
        case missing
        case ours(title: String?)
        case foreign
    }

    static func state(in folder: Folder) throws(FileError) -> State {
        guard let file = try folder.opened(name) else { return .missing }
        defer { file.close() }
        let head = try file.head()
        if head.isEmpty { return .ours(title: nil) }
        let isMarked = head.starts(with: "---\n\(mark)\n".utf8)
        return isMarked ? .ours(title: StoredHead(head).title) : .foreign
    }

    static func remove(from folder: Folder) throws(FileError) {
        if case .ours = try state(in: folder) { try folder.remove(name) }
    }
}
