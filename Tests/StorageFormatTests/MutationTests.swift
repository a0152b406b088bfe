import Foundation
import MarkdownWriter
import StorageFormat
import Testing

/// Small deterministic generator (SplitMix64), so that a failure can be repeated.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Damaged bodies")
struct MutationTests {
    private static let pieces: [[UInt8]] =
        [
            "<", ">", "</", "<p>", "</p>", "<b>", "</td>", "<tr>", "<ul><li>", "<![CDATA[", "]]>", "<!--", "&", "&#x",
            "\"", "\u{0}",
            "<ac:structured-macro ac:name=\"code\">", "<ac:parameter ac:name=\"title\">", "</ac:rich-text-body>",
            "rowspan=\"9\"", "|", "`", "*", "\\",
        ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x80]]

    /// Own fixtures, and the open documents beside the checkout where there are any.
    private static let seeds: [[UInt8]] = {
        var files = Fixtures.names.map { Fixtures.folder.appending(path: "\($0).xml") }
        let shared = Fixtures.folder.appending(path: "../../../../shared/corpus/storage").standardizedFileURL
        let names = (try? FileManager.default.contentsOfDirectory(atPath: shared.path)) ?? []
        files += names.sorted().filter { $0.hasSuffix(".xml") }.map { shared.appending(path: $0) }
        return files.compactMap { try? Array(Data(contentsOf: $0)) }.filter { $0.count < 20_000 }
    }()

    @Test("never crash, never grow beyond the bound, and leak no markup names")
    func survive() throws {
        var random = Generator(state: 20_240_309)
        let deadline = ContinuousClock.now + .seconds(4)
        var rounds = 0
        while ContinuousClock.now < deadline {
            guard var bytes = Self.seeds.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
            let document = try StorageFormatReader().read(bytes)
            let markdown = MarkdownWriter().write(document.tree).text
            #expect(markdown.utf8.count <= 20 * bytes.count + (1 << 20))
            rounds += 1
        }
        #expect(rounds > 0)
    }

    private func mutate(_ bytes: inout [UInt8], _ random: inout Generator) {
        guard bytes.count > 4 else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let length = min(Int.random(in: 1...40, using: &random), bytes.count - place)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(place..<(place + length))
        case 1: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
        case 2:
            bytes.insert(
                contentsOf: bytes[place..<(place + length)], at: Int.random(in: 0...bytes.count, using: &random))
        default: bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
    }
}
