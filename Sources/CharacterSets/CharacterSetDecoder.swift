internal import CCharacterSets

/// Reads text of one character set. Owns ICU's converter and frees it once.
package final class CharacterSetDecoder {
    private let converter: OpaquePointer

    /// `nil` when the set's converter is missing.
    package convenience init?(_ set: CharacterSet) { self.init(named: set.name) }

    init?(named name: String) {
        guard let converter = character_set_open(name) else { return nil }
        self.converter = converter
    }

    deinit { character_set_close(converter) }

    /// The text as UTF-8; what is malformed becomes U+FFFD. A byte order mark is left out.
    package func decode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var text: [UInt8] = []
        var rest = bytes
        // Pieces are cut between characters only for sets without state, so a piece is as long as ICU's counter allows.
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Int32(clamping: min(rest.count, 1 << 28))
            append(start, count: count, to: &text)
            rest = UnsafeRawBufferPointer(rebasing: rest[Int(count)...])
        }
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        return text
    }

    private func append(_ start: UnsafeRawPointer, count: Int32, to text: inout [UInt8]) {
        let source = start.assumingMemoryBound(to: CChar.self)
        // Nearly always enough: one byte in, at most three out.
        var capacity = Int32(clamping: Int(count) * 3 + 16)
        while true {
            var needed: Int32 = -1
            let piece = [UInt8](unsafeUninitializedCapacity: Int(capacity)) { buffer, written in
                buffer.withMemoryRebound(to: CChar.self) { target in
                    needed = character_set_to_utf8(converter, source, count, target.baseAddress, capacity)
                }
                written = needed >= 0 && needed <= capacity ? Int(needed) : 0
            }
            guard needed > capacity else {
                text += piece
                return
            }
            capacity = needed
        }
    }
}
