import ConfluenceModel
import SyncState
import Testing

@Suite("Checkpoints and receipts: their bytes")
struct CheckpointTests {
    @Test("a checkpoint is 18 bytes, little endian, in the order that the scripts read")
    func layout() {
        let checkpoint = Checkpoint(
            version: 0x0102_0304, treeDigest: 0x1112_1314, factsDigest: 0x2122_2324, pipeline: 0x31,
            spaceOrdinal: 0x4142, sweep: 0x5152, flags: [.digestsKnown, .attachment])
        let bytes: [UInt8] = [
            4, 3, 2, 1, 0x14, 0x13, 0x12, 0x11, 0x24, 0x23, 0x22, 0x21, 0x31, 0x42, 0x41, 0x52, 0x51, 9,
        ]
        #expect(checkpoint.bytes == bytes)
        #expect(Checkpoint(bytes: bytes) == checkpoint)
        #expect(Checkpoint(bytes: Array(bytes.dropLast())) == nil)
        #expect(Checkpoint(bytes: bytes + [0]) == nil)
        #expect(checkpoint.kind == .attachment)
    }

    @Test(
        "a sweep has not seen what bears an older number, though numbers wrap",
        arguments: [
            (UInt16(4), UInt16(5), true), (5, 5, false), (6, 5, false), (0, 5, true), (65535, 1, true),
            (1, 65535, false), (65000, 400, true),
        ])
    func marks(mark: UInt16, sweep: UInt16, isUnmarked: Bool) {
        let checkpoint = Checkpoint(version: 1, pipeline: 1, spaceOrdinal: 1, sweep: mark)
        #expect(checkpoint.isUnmarked(by: sweep) == isUnmarked)
    }

    @Test(
        "a receipt comes back as it was, a UUID in sixteen bytes",
        arguments: [
            ("0190b6f2-7c3a-7d4e-8f00-0123456789ab", 54), ("0190B6F2-7C3A-7D4E-8F00-0123456789AB", 74), ("doc_42", 44),
            ("", 38), ("straße/ü", 48),
        ])
    func receipts(id: String, size: Int) {
        let receipt = Receipt(version: 7, contentHash: Array(100..<132), documentID: id)
        #expect(receipt.bytes.count == size)
        #expect(Receipt(bytes: receipt.bytes) == receipt)
    }

    @Test("an attachment's receipt tells how its file was read, in nine bytes more")
    func extraction() {
        let plain = Receipt(version: 7, contentHash: Array(100..<132), documentID: "doc_42")
        var receipt = plain
        receipt.extraction = Receipt.Extraction(status: 3, pages: 0x0102_0304, nameDigest: 0xA1A2_A3A4)
        #expect(receipt.bytes.count == plain.bytes.count + 9)
        #expect(Array(receipt.bytes[37..<46]) == [3, 4, 3, 2, 1, 0xA4, 0xA3, 0xA2, 0xA1])
        #expect(Receipt(bytes: receipt.bytes) == receipt)
        #expect(Receipt(bytes: Array(receipt.bytes.prefix(46))) == nil)
    }

    @Test("what is no receipt is none")
    func oddReceipts() {
        let good = Receipt(version: 1, contentHash: [UInt8](repeating: 1, count: 32), documentID: "x").bytes
        let head = Array(good.prefix(37))
        let odd: [[UInt8]] = [
            [], head, [3] + good.dropFirst(), head + [1, 65], head + [9], head + [0, 0xFF, 0xFE],
            head + [0] + [UInt8](repeating: 65, count: Receipt.maximumIDBytes + 1),
        ]
        for bytes in odd { #expect(Receipt(bytes: bytes) == nil) }
    }

    @Test("a path of a deep tree is read back whole")
    func longPath() {
        // A path on Linux has at most 4,096 bytes (PATH_MAX).
        let receipt = Receipt(
            version: 1, contentHash: [UInt8](repeating: 1, count: 32), documentID: String(repeating: "a/", count: 2047))
        #expect(Receipt(bytes: receipt.bytes) == receipt)
    }

    @Test(
        "a receipt stands behind its checkpoint; damaged, it is none, and without a whole checkpoint there is nothing")
    func knownObjects() {
        let checkpoint = Checkpoint(version: 7, pipeline: 1, spaceOrdinal: 2)
        let receipt = Receipt(version: 7, contentHash: [UInt8](repeating: 4, count: 32), documentID: "d")
        let bytes = KnownObject(checkpoint: checkpoint, receipt: receipt).bytes
        #expect(bytes == checkpoint.bytes + receipt.bytes)
        #expect(KnownObject(bytes: bytes) == KnownObject(checkpoint: checkpoint, receipt: receipt))
        #expect(KnownObject(bytes: checkpoint.bytes) == KnownObject(checkpoint: checkpoint))
        #expect(KnownObject(bytes: Array(bytes.prefix(30))) == KnownObject(checkpoint: checkpoint))
        #expect(KnownObject(bytes: Array(bytes.prefix(17))) == nil)
        #expect(KnownObject(bytes: []) == nil)
    }
}
