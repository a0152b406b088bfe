import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

@Suite("Word documents of before 2007")
struct Word97ReaderTests {
    /// A document of one piece in UTF-16. Texts of the parts behind the main one stand behind its text.
    /// - Parameters:
    ///   - counts: characters of main text, footnotes, headers, macros, comments.
    ///   - structures: bytes in the table stream, by their number in the header.
    func document(
        _ text: String, counts: [Int] = [], structures: [Int: [UInt8]] = [:], flags: UInt16 = 0x0200
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 1_024)
        header.replaceSubrange(0..<4, with: [0xEC, 0xA5, 0xC1, 0])
        header.replaceSubrange(10..<12, with: MadeCompound.short(flags))
        let length = text.utf16.count
        for (index, count) in (counts.isEmpty ? [length] : counts).enumerated() {
            header.replaceSubrange(76 + 4 * index..<80 + 4 * index, with: MadeCompound.little(UInt32(count)))
        }
        let pieces =
            MadeCompound.little(UInt32(0)) + MadeCompound.little(UInt32(length)) + [0, 0]
            + MadeCompound.little(UInt32(1_024)) + [0, 0]
        var table: [UInt8] = []
        var all = structures
        all[33] = [2] + MadeCompound.little(UInt32(pieces.count)) + pieces
        for (number, bytes) in all {
            header.replaceSubrange(154 + 8 * number..<158 + 8 * number, with: MadeCompound.little(UInt32(table.count)))
            header.replaceSubrange(158 + 8 * number..<162 + 8 * number, with: MadeCompound.little(UInt32(bytes.count)))
            table += bytes
        }
        return MadeCompound([("WordDocument", header + MadeCompound.wide(text)), ("1Table", table)]).bytes
    }

    private func read(_ bytes: [UInt8]) -> Reading { Reading(bytes, by: Word97Reader.self) }

    private func places(_ places: [Int], data: [UInt8] = []) -> [UInt8] {
        places.flatMap { MadeCompound.little(UInt32($0)) } + data
    }

    @Test("paragraphs, breaks and characters")
    func paragraphs() {
        #expect(
            read(document("One\rTwo\u{0B}three\r日本 na\u{1E}ïve\u{1F}\r")).markdown
                == "One\n\nTwo\\\nthree\n\n日本 na-ïve\n")
    }

    @Test("of fields the results are read, and links lead to the web")
    func fields() {
        let text =
            "\u{13} PAGE \u{14}7\u{15} \u{13} HYPERLINK \"https://e.org\" \u{14}here\u{15} \u{13} TOC \u{15}end\r"
        #expect(read(document(text)).markdown == "7 [here](https://e.org) end\n")
    }

    @Test("footnotes and comments are marked and stand at the end")
    func notes() {
        // Main text of 11 characters with a note's mark at 4 and a comment's at 10, then the texts.
        let text = "word\u{2} more\u{5}\r" + "\u{2} a note\r" + "\u{5}check\r"
        let comment: [UInt8] = [UInt8](repeating: 0, count: 30)
        let bytes = document(
            text, counts: [12, 9, 0, 0, 7],
            structures: [
                2: places([4, 12], data: [1, 0]), 3: places([0, 9, 10]), 4: places([10, 12], data: comment),
                5: places([0, 7, 8]),
                36: [3, 0] + MadeCompound.wide("Rev"),
            ])
        #expect(read(bytes).markdown == "word[^1] more\n\n[^1]: a note\n\n### Comments\n\n- Rev: check\n")
    }

    @Test("encrypted and headless files are refused")
    func refused() {
        #expect(read(document("x\r", flags: 0x0300)).error?.status == .encrypted)
        #expect(read(document("x\r", structures: [:], flags: 0)).error?.status == .corrupt)
    }

    @Test("pieces beyond the file end with it")
    func cut() {
        let whole = document("word " + String(repeating: "x", count: 6_000) + "\r")
        for size in stride(from: 600, to: whole.count, by: 511) {
            _ = read(Array(whole.prefix(size)))
        }
    }
}
