package import AttachmentModel

/// Bounds of what one file may cost.
package struct ReadingLimits: Sendable {
    /// Bytes of markdown.
    package var text = 4 << 20
    /// Bytes that the entries of one package inflate to, all together.
    package var inflated = 512 << 20
    /// An entry that inflates to more than `ratioFloor` bytes and more than `ratio` times its packed size is a bomb.
    package var ratio = 200
    package var ratioFloor = 10 << 20
    package var entries = 10_000
    /// Characters of one shared string of a workbook.
    package var sharedString = 32_767
    /// Bytes that the shared strings of one workbook are held in.
    package var sharedStrings = 64 << 20
    /// Characters of one run of text.
    package var run = 1 << 20
    /// Open elements of XML and HTML, open groups of RTF.
    package var depth = 256
    package var pages = 2_000
    package var cells = 500_000
    /// How often a repeated cell or row that holds something is written.
    package var repeats = 100
    /// How deep files inside files are read. 0: names only.
    package var nesting = 0
    package var nestedFiles = 100
    /// What is read of the files inside; `nil`: everything that has a reader.
    package var nestedKinds: Set<AttachmentKind>?

    package init() {}
}
