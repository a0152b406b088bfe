/// A way to write text as bytes.
package struct CharacterSet: Hashable, Sendable {
    /// ICU's name of the converter.
    package let name: String

    package static let utf8 = CharacterSet(known: "UTF-8")
    package static let utf16LittleEndian = CharacterSet(known: "UTF-16LE")
    package static let utf16BigEndian = CharacterSet(known: "UTF-16BE")
    package static let utf32LittleEndian = CharacterSet(known: "UTF-32LE")
    package static let utf32BigEndian = CharacterSet(known: "UTF-32BE")
    /// What Western text without a declaration is; also what browsers read for `iso-8859-1` and `us-ascii`.
    package static let windows1252 = CharacterSet(known: "windows-1252")

    private init(known name: String) { self.name = name }

    /// The set a document declares, in any case; `nil` when nobody knows it. Where the declared set has an extension
    /// that is what files really hold, it is the extension (WHATWG Encoding, "Names and labels").
    package init?(label: String) {
        let label = String(
            decoding: label.utf8.filter { !Self.isBlank($0) }.map(Self.lowercased), as: UTF8.self)
        guard !label.isEmpty, label.utf8.count <= 40, label.utf8.allSatisfy(Self.mayBeInName) else { return nil }
        let name = Self.extensions[label] ?? label
        guard CharacterSetDecoder(named: name) != nil else { return nil }
        self.name = name
    }

    /// The set behind a Windows code page number.
    package init?(codePage: Int) {
        guard let name = Self.codePages[codePage] ?? (1...65_535 ~= codePage ? "cp\(codePage)" : nil) else {
            return nil
        }
        guard CharacterSetDecoder(named: name) != nil else { return nil }
        self.name = name
    }

    private static let extensions = [
        "ascii": "windows-1252", "us-ascii": "windows-1252", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
        "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252", "ansi": "windows-1252", "iso-8859-9": "windows-1254",
        "iso-8859-11": "windows-874", "tis-620": "windows-874", "gb2312": "gb18030", "gbk": "gb18030",
        "x-gbk": "gb18030", "chinese": "gb18030", "gb_2312-80": "gb18030", "hz-gb-2312": "hz",
        "shift_jis": "windows-31j", "shift-jis": "windows-31j", "sjis": "windows-31j", "x-sjis": "windows-31j",
        "ms_kanji": "windows-31j", "euc-kr": "windows-949", "ks_c_5601-1987": "windows-949", "ksc5601": "windows-949",
        "korean": "windows-949", "uhc": "windows-949", "big5": "big5-hkscs", "utf8": "UTF-8",
        "unicode-1-1-utf-8": "UTF-8",
        "unicode": "UTF-16LE", "utf-16": "UTF-16LE", "ucs-2": "UTF-16LE", "mac-cyrillic": "x-mac-cyrillic",
        "iso-8859-8-i": "iso-8859-8",
    ]

    private static let codePages = [
        708: "iso-8859-6", 932: "windows-31j", 936: "gb18030", 949: "windows-949", 950: "big5-hkscs",
        1200: "UTF-16LE", 1201: "UTF-16BE", 1361: "johab", 10_000: "macintosh", 10_001: "windows-31j",
        10_002: "big5-hkscs", 10_003: "windows-949", 10_006: "x-mac-greek", 10_007: "x-mac-cyrillic",
        10_008: "gb18030", 10_029: "x-mac-centraleurroman", 10_081: "x-mac-turkish", 20_127: "windows-1252",
        20_866: "koi8-r", 21_866: "koi8-u", 28_591: "windows-1252", 28_592: "iso-8859-2", 28_595: "iso-8859-5",
        28_597: "iso-8859-7", 28_599: "windows-1254", 28_605: "iso-8859-15", 32_768: "macintosh",
        32_769: "windows-1252", 50_220: "iso-2022-jp", 50_221: "iso-2022-jp", 50_225: "iso-2022-kr",
        51_932: "euc-jp", 51_949: "windows-949", 52_936: "hz", 54_936: "gb18030", 65_000: "utf-7", 65_001: "UTF-8",
    ]

    private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x22 || byte == 0x27 }

    private static func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte + 0x20 : byte }

    private static func mayBeInName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F, 0x3A, 0x2E, 0x28, 0x29: true
        default: false
        }
    }
}
