import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

@Suite("Outlook messages")
struct OutlookReaderTests {
    private func properties(_ header: Int, _ values: [(UInt32, UInt64)] = []) -> [UInt8] {
        [UInt8](repeating: 0, count: header)
            + values.flatMap { tag, value in
                MadeCompound.little(tag) + [0, 0, 0, 0] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
    }

    static func message() -> [UInt8] {
        let storage = "__attach_version1.0_#00000000/"
        return MadeCompound([
            ("__properties_version1.0", [UInt8](repeating: 0, count: 32)),
            ("__substg1.0_0037001F", MadeCompound.wide("Subject")),
            ("__substg1.0_1000001F", MadeCompound.wide("words\r\nand more")),
            (storage + "__properties_version1.0", [UInt8](repeating: 0, count: 8)),
            (storage + "__substg1.0_3707001F", MadeCompound.wide("a.txt")),
            (storage + "__substg1.0_37010102", Array("inside".utf8)),
        ]).bytes
    }

    private func read(_ streams: [(String, [UInt8])], _ values: [(UInt32, UInt64)] = []) -> Reading {
        let all = [("__properties_version1.0", properties(32, values))] + streams
        return Reading(MadeCompound(all).bytes, by: OutlookReader.self)
    }

    @Test("subject, people, date, text and names of files")
    func message() {
        // 2024-02-29 12:30 UTC, in tenths of microseconds since 1601.
        let time: UInt64 = (UInt64(19_782 + 134_774) * 86_400 + 45_000) * 10_000_000
        let reading = read(
            [
                ("__substg1.0_0037001F", MadeCompound.wide("Grüße")),
                ("__substg1.0_0C1A001F", MadeCompound.wide("Ann")),
                ("__substg1.0_5D01001F", MadeCompound.wide("ann@e.org")),
                ("__substg1.0_1000001F", MadeCompound.wide("Hello,\r\n\r\ntext")),
                ("__recip_version1.0_#00000000/__substg1.0_3001001F", MadeCompound.wide("Bob")),
                ("__recip_version1.0_#00000000/__substg1.0_39FE001F", MadeCompound.wide("bob@e.org")),
                ("__recip_version1.0_#00000000/__properties_version1.0", properties(8, [(0x0C15_0003, 1)])),
                ("__recip_version1.0_#00000001/__substg1.0_3001001F", MadeCompound.wide("cy@e.org")),
                ("__recip_version1.0_#00000001/__properties_version1.0", properties(8, [(0x0C15_0003, 2)])),
                ("__attach_version1.0_#00000000/__substg1.0_3707001F", MadeCompound.wide("plan.pdf")),
                ("__attach_version1.0_#00000000/__properties_version1.0", properties(8)),
                ("__attach_version1.0_#00000001/__substg1.0_3707001F", MadeCompound.wide("logo.png")),
                ("__attach_version1.0_#00000001/__properties_version1.0", properties(8, [(0x7FFE_000B, 1)])),
            ], [(0x0039_0040, time)])
        let expected = """
            ## Grüße

            From: Ann \\<ann@e.org>\\
            To: Bob \\<bob@e.org>\\
            Cc: cy@e.org\\
            Date: 2024-02-29 12:30 UTC

            Hello,

            text

            ### Attachments

            - plan.pdf

            """
        #expect(reading.markdown == expected)
    }

    @Test("texts that are not in Unicode are in the message's set")
    func oldText() {
        let reading = read([("__substg1.0_1000001E", [0xCF, 0xF0, 0xE8])], [(0x3FFD_0003, 1251)])
        #expect(reading.markdown == "При\n")
    }

    @Test("without plain text the page is read, without that the rich text")
    func otherBodies() {
        let page = Array("<p>caf\u{E9}".unicodeScalars.map { UInt8($0.value) })
        #expect(read([("__substg1.0_10130102", page)], [(0x3FDE_0003, 1252)]).markdown == "café\n")
        let rich = Array("{\\rtf1 kept}".utf8)
        let packed =
            [0, 0, 0, 0].map { UInt8($0) } + MadeCompound.little(UInt32(rich.count)) + Array("MELA".utf8) + [
                0, 0, 0, 0,
            ] + rich
        #expect(read([("__substg1.0_10090102", packed)]).markdown == "kept\n")
    }

    @Test("packed rich text is unpacked")
    func packed() {
        // The example of Microsoft's description of the format: "{\rtf1\ansi\ansicpg1252\pard hello world}".
        let bytes: [UInt8] = [
            0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0, 0x0a, 0, 0x72, 0x63,
            0x70, 0x67,
            0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0, 0x20, 0x62, 0x77, 0x05, 0xb0,
            0x6c, 0x64, 0x7d,
            0x0a, 0x80, 0x0f, 0xa0,
        ]
        #expect(read([("__substg1.0_10090102", bytes)]).markdown == "hello world\n")
    }

    @Test("encrypted messages are refused")
    func encrypted() {
        let reading = read([("__substg1.0_001A001F", MadeCompound.wide("IPM.Note.SMIME"))])
        #expect(reading.error?.status == .encrypted)
    }
}
