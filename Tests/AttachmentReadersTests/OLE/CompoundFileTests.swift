import AttachmentModel
import AttachmentReaders
import TestSupport
import Testing

@Suite("Compound files")
struct CompoundFileTests {
    private func verdict(_ streams: [(String, [UInt8])], name: String = "") -> CompoundFileVerdict {
        CompoundFileVerdict(of: AttachmentFile(bytes: MadeCompound(streams).bytes, name: name))
    }

    @Test(
        "the streams say what a file is",
        arguments: [
            ("Workbook", [9, 8, 16, 0, 0, 6, 5, 0], .xls), ("Book", [9, 8, 8, 0, 0, 5, 5, 0], .xls),
            ("PowerPoint Document", [], .ppt), ("__properties_version1.0", [], .msg), ("VisioDocument", [], .visio),
            ("Contents", [], .other),
        ] as [(String, [UInt8], AttachmentKind)])
    func kinds(stream: String, bytes: [UInt8], kind: AttachmentKind) {
        let found = verdict([("Other", [1]), (stream, bytes)])
        #expect(found.kind == kind)
        #expect(found.refusal == nil)
    }

    @Test("encryption shows from outside")
    func encryption() {
        #expect(verdict([("EncryptedPackage", [1])], name: "a.xlsx").refusal?.status == .encrypted)
        #expect(verdict([("EncryptedPackage", [1])], name: "a.xlsx").kind == .xlsx)
        let locked: [UInt8] = [9, 8, 4, 0, 0, 6, 5, 0, 0x2F, 0, 2, 0, 0, 0]
        #expect(verdict([("Workbook", locked)]).refusal?.status == .encrypted)
        var word = [UInt8](repeating: 0, count: 64)
        word.replaceSubrange(0..<4, with: [0xEC, 0xA5, 0xC1, 0])
        #expect(verdict([("WordDocument", word)]).refusal == nil)
        word[11] = 1
        #expect(verdict([("WordDocument", word)]).refusal?.status == .encrypted)
        let user = [UInt8](repeating: 0, count: 12) + [0xDF, 0xC4, 0xD1, 0xF3]
        #expect(verdict([("PowerPoint Document", []), ("Current User", user)]).refusal?.status == .encrypted)
    }

    @Test("files older than their readers are told apart")
    func oldWord() {
        var word = [UInt8](repeating: 0, count: 64)
        word.replaceSubrange(0..<4, with: [0xDC, 0xA5, 104, 0])
        #expect(verdict([("WordDocument", word)]).isBeforeWord97)
        word.replaceSubrange(0..<4, with: [0xDB, 0xA5, 45, 0])
        #expect(verdict([("WordDocument", word)]).refusal?.status == .unsupported)
    }

    @Test("damaged files are refused or read as far as they go", arguments: [8, 100, 512, 600, 1_024, 1_500])
    func cut(size: Int) {
        let whole = MadeCompound([("Workbook", [UInt8](repeating: 9, count: 5_000))]).bytes
        let found = CompoundFileVerdict(of: AttachmentFile(bytes: Array(whole.prefix(size))))
        #expect(found.refusal != nil || found.kind == .other || found.kind == .xls)
    }

    @Test("chains that lead back to themselves end")
    func loops() {
        var bytes = MadeCompound([("Workbook", [UInt8](repeating: 9, count: 20_000))]).bytes
        // Every entry of the allocation table points at sector 0.
        for index in bytes.count - 512..<bytes.count { bytes[index] = 0 }
        _ = CompoundFileVerdict(of: AttachmentFile(bytes: bytes))
    }
}
