import AttachmentReaders
import Testing

@Suite("Cleaning of text")
struct TextCleanerTests {
    private func clean(_ pieces: String...) -> String {
        var cleaner = TextCleaner()
        return String(decoding: pieces.flatMap { cleaner.clean(Array($0.utf8)) }, as: UTF8.self)
    }

    /// Unicode Standard Annex 15, figure 3 and 4.
    @Test(
        "letters come out in one form",
        arguments: [
            ("e\u{301}", "é"), ("\u{FB01}nal", "final"), ("\u{FEB3}\u{FEFC}", "سلا"), ("\u{212B}", "Å"),
            ("\u{1100}\u{1161}", "가"), ("ｆ①²", "ｆ①²"), ("\u{FB2A}", "ש\u{5C1}"),
        ])
    func normalises(source: String, expected: String) {
        #expect(clean(source).unicodeScalars.dropLast().elementsEqual(expected.unicodeScalars))
    }

    @Test("invisible marks are dropped")
    func dropsMarks() {
        #expect(clean("\u{FEFF}a\u{AD}b\u{200E}c\u{202B}d\u{2067}e\u{1}f\u{E000}g\u{7F}h\u{F0000}") == "abcdefgh\n")
        #expect(clean("zero\u{200D}width\u{200B}joiners stay") == "zero\u{200D}width\u{200B}joiners stay\n")
    }

    @Test("line ends are LF, blanks before them go, tabs inside stay")
    func trimsLines() {
        #expect(clean("one \t\r\ntwo\tthree  \r\n") == "one\ntwo\tthree\n")
    }

    @Test("two blank lines stay, more become one; none at the start and the end; pieces do not matter")
    func collapsesBlankLines() {
        #expect(clean("\n\na\n\n\nb\n\n\n\n\nc\n\n") == "a\n\n\nb\n\nc\n")
        #expect(clean("a\n\n", "\n\nb\n", "c\n") == "a\n\nb\nc\n")
    }

    @Test("marks, rules and page numbers are no letters; digits are")
    func findsLetters() {
        for (text, expected) in [("<!-- page 12 -->\n\n---\n", false), ("| | |", false), ("7", true), ("ж", true)] {
            var cleaner = TextCleaner()
            _ = cleaner.clean(Array(text.utf8))
            #expect(cleaner.hasLetters == expected, "\(text)")
        }
    }
}
