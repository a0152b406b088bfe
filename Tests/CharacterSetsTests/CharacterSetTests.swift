import CharacterSets
import Testing

@Suite("Character sets")
struct CharacterSetTests {
    @Test(
        "text is read by the set its label names",
        arguments: [
            ("windows-1251", [0xCF, 0xF0, 0xE8], "При"), ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B], "日本"),
            ("GB2312", [0xD6, 0xD0], "中"), ("big5", [0xA4, 0xA4], "中"), ("EUC-KR", [0xB0, 0xA1], "가"),
            ("koi8-r", [0xF0], "П"), ("\"ISO-8859-1\"", [0x80, 0xE9], "€é"), ("utf-8", [0xC3, 0xA9], "é"),
        ] as [(String, [UInt8], String)])
    func labels(label: String, bytes: [UInt8], text: String) throws {
        #expect(try #require(CharacterSet(label: label)).text(of: bytes) == text)
    }

    @Test(
        "labels that nobody knows, and names that are none, give no set",
        arguments: ["", "x-unknown", "../etc", "a b=c"])
    func unknown(label: String) {
        #expect(CharacterSet(label: label) == nil)
    }

    @Test(
        "code pages are sets, too",
        arguments: [
            (1250, [0xE8], "č"), (932, [0x83, 0x5C], "ソ"), (10_000, [0x8E], "é"), (65_001, [0xC3, 0xA9], "é"),
        ]
            as [(Int, [UInt8], String)])
    func codePages(number: Int, bytes: [UInt8], text: String) throws {
        #expect(try #require(CharacterSet(codePage: number)).text(of: bytes) == text)
    }

    @Test("numbers of no code page give no set", arguments: [-1, 0, 70_000, 3])
    func noCodePage(number: Int) {
        #expect(CharacterSet(codePage: number) == nil)
    }

    @Test("a mark at the start decides, and is no text")
    func marks() {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x41, 0, 0xE9, 0]
        let set = bytes.withUnsafeBytes { CharacterSet.guessed($0) }
        #expect(set == .utf16LittleEndian)
        #expect(set.text(of: bytes) == "Aé")
    }

    @Test("text without a mark is guessed")
    func guesses() {
        func guess(_ bytes: [UInt8]) -> CharacterSet { bytes.withUnsafeBytes { CharacterSet.guessed($0) } }
        #expect(guess(Array("naïve café".utf8)) == .utf8)
        #expect(guess(Array("plain".utf8)) == .utf8)
        #expect(guess(Array("Report".utf16.flatMap { [UInt8($0), 0] })) == .utf16LittleEndian)
        #expect(guess(Array("Report".utf16.flatMap { [0, UInt8($0)] })) == .utf16BigEndian)
        #expect(guess([]) == .utf8)
    }

    @Test("what is malformed becomes a replacement character")
    func malformed() {
        #expect(CharacterSet.utf8.text(of: [0x41, 0xFF, 0x42]) == "A\u{FFFD}B")
    }
}
