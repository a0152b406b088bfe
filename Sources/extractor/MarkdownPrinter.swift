internal import AttachmentReaders
internal import ContentTree
internal import Glibc
internal import MarkdownWriter

/// Writes blocks to standard output as clean markdown, up to a number of bytes.
final class MarkdownPrinter {
    private var room: Int
    private var cleaner = TextCleaner()
    private let writer: MarkdownWriter
    /// The writer stops repeating merged cells at 20 times this size, which is beyond the room for all text.
    private let sourceBytes: Int
    private var hasWritten = false
    private(set) var isCut = false

    var hasLetters: Bool { cleaner.hasLetters }
    var characters: Int { cleaner.characters }

    init(limit: Int) {
        room = limit
        sourceBytes = max(1, limit / 16)
        var options = MarkdownOptions()
        // A merged cell of a sheet may span thousands of rows.
        options.cellCopies = 50
        writer = MarkdownWriter(options: options)
    }

    /// - Returns: whether there is room for more.
    func print(_ blocks: [Block]) -> Bool {
        guard !isCut else { return false }
        var piece = Array(writer.write(ContentTree(blocks: blocks, sourceBytes: sourceBytes)).text.utf8)
        guard !piece.isEmpty else { return true }
        if hasWritten { piece.insert(0x0A, at: 0) }
        hasWritten = true
        var text = cleaner.clean(piece)
        if text.count > room {
            isCut = true
            text.removeLast(text.count - room)
            text.removeLast(text.count - ((text.lastIndex(of: 0x0A) ?? -1) + 1))
        }
        room -= text.count
        // Nobody listens any more: there is no sense in going on.
        if !Descriptor.write(text, to: STDOUT_FILENO) { exit(1) }
        return !isCut
    }
}
