import Glibc

/// Gzip of `count` zero bytes (rounded up to 258), without a compressor: deflate with fixed codes, one literal zero and
/// then nothing but "the last byte 258 times more" (RFC 1951 §3.2.6). About 1:158.
func gzipOfZeros(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var pending: UInt32 = 0
    var bits: UInt32 = 0
    func put(_ value: UInt32, _ width: UInt32) {
        pending |= value << bits
        bits += width
        while bits >= 8 {
            bytes.append(UInt8(pending & 0xFF))
            pending >>= 8
            bits -= 8
        }
    }
    put(0b011, 3)  // last block, fixed codes
    put(0b0000_1100, 8)  // literal 0: code 00110000, bits reversed
    for _ in 0..<(count / 258 + 1) {
        put(0b1010_0011, 8)  // length 258: code 11000101, bits reversed
        put(0, 5)  // distance 1
    }
    put(0, 7)  // end of block
    put(0, 7)
    return bytes + [0, 0, 0, 0, 0, 0, 0, 0]  // checksum and size; nobody gets that far
}

/// `gzip -9n` of "Hello, Confluence\n".
let gzipOfHello: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0xD7,
    0x51, 0x70, 0xCE, 0xCF, 0x4B, 0xCB, 0x29, 0x4D, 0xCD, 0x4B, 0x4E, 0xE5, 0x02, 0x00, 0xB0, 0x18,
    0xE7, 0xFD, 0x12, 0x00, 0x00, 0x00,
]

/// An open file without a name.
func temporaryFile() -> Int32 {
    var template = Array("/tmp/http-transport-XXXXXX\0".utf8.map { CChar(bitPattern: $0) })
    let file = mkstemp(&template)
    unlink(template)
    return file
}

func contents(of file: Int32) -> [UInt8] {
    lseek(file, 0, SEEK_SET)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(file, &chunk, chunk.count)
        guard count > 0 else { return bytes }
        bytes += chunk[..<count]
    }
}
