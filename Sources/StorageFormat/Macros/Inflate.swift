/// Decompresses DEFLATE data (RFC 1951), with or without the frame of zlib (RFC 1950).
struct Inflate {
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(lengths: some Collection<Int>) {
            for length in lengths { counts[length] += 1 }
            counts[0] = 0
            var offsets = [Int](repeating: 0, count: 16)
            for length in 1..<15 { offsets[length + 1] = offsets[length] + counts[length] }
            symbols = [Int](repeating: 0, count: lengths.count)
            for (symbol, length) in lengths.enumerated() where length > 0 {
                symbols[offsets[length]] = symbol
                offsets[length] += 1
            }
        }
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193,
        12289, 16385, 24577,
    ]
    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private let source: [UInt8]
    private var position: Int
    private var output: [UInt8] = []

    init?(_ source: [UInt8]) {
        guard source.count >= 2 else { return nil }
        let isFramed = source[0] & 0x0F == 8 && (Int(source[0]) << 8 | Int(source[1])) % 31 == 0
        self.source = source
        position = isFramed ? 16 : 0
    }

    /// - Returns: `nil` when the data is broken or larger than `limit` bytes.
    mutating func run(limit: Int) -> [UInt8]? {
        while true {
            guard let isLast = bits(1), let kind = bits(2) else { return nil }
            let isGood: Bool
            switch kind {
            case 0: isGood = stored(limit)
            case 1: isGood = Self.fixed.map { block($0.0, $0.1, limit) } ?? false
            case 2: isGood = dynamicCodes().map { block($0.0, $0.1, limit) } ?? false
            default: isGood = false
            }
            guard isGood else { return nil }
            if isLast == 1 { return output }
        }
    }

    private static let fixed: (Code, Code)? = {
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        return (Code(lengths: lengths), Code(lengths: [Int](repeating: 5, count: 30)))
    }()

    private mutating func bits(_ count: Int) -> Int? {
        guard position + count <= source.count * 8 else { return nil }
        var value = 0
        for offset in 0..<count {
            value |= Int(source[position >> 3] >> UInt8(position & 7) & 1) << offset
            position += 1
        }
        return value
    }

    private mutating func symbol(_ code: Code) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = bits(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    private mutating func stored(_ limit: Int) -> Bool {
        position = (position + 7) & ~7
        guard let length = bits(16), bits(16) != nil, output.count + length <= limit else { return false }
        let start = position >> 3
        guard start + length <= source.count else { return false }
        output.append(contentsOf: source[start..<(start + length)])
        position += length * 8
        return true
    }

    private mutating func block(_ literals: Code, _ distances: Code, _ limit: Int) -> Bool {
        while output.count <= limit {
            guard let symbol = symbol(literals) else { return false }
            if symbol < 256 {
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return true
            } else if !copy(symbol - 257, distances, limit) {
                return false
            }
        }
        return false
    }

    private mutating func copy(_ index: Int, _ distances: Code, _ limit: Int) -> Bool {
        guard index < Self.lengthBases.count, let extra = bits(Self.lengthBits[index]), let slot = symbol(distances),
            slot < Self.distanceBases.count, let more = bits(slot < 2 ? 0 : slot / 2 - 1)
        else { return false }
        let length = Self.lengthBases[index] + extra
        let distance = Self.distanceBases[slot] + more
        guard distance <= output.count, output.count + length <= limit else { return false }
        for _ in 0..<length { output.append(output[output.count - distance]) }
        return true
    }

    private mutating func dynamicCodes() -> (Code, Code)? {
        guard let literalCount = bits(5), let distanceCount = bits(5), let codeCount = bits(4) else { return nil }
        var codeLengths = [Int](repeating: 0, count: 19)
        for index in 0..<(codeCount + 4) {
            guard let length = bits(3) else { return nil }
            codeLengths[Self.codeOrder[index]] = length
        }
        let code = Code(lengths: codeLengths)
        let total = literalCount + 257 + distanceCount + 1
        var lengths: [Int] = []
        while lengths.count < total {
            guard let symbol = symbol(code) else { return nil }
            switch symbol {
            case 0...15: lengths.append(symbol)
            case 16:
                guard let last = lengths.last, let count = bits(2) else { return nil }
                lengths += [Int](repeating: last, count: count + 3)
            default:
                guard let count = bits(symbol == 17 ? 3 : 7) else { return nil }
                lengths += [Int](repeating: 0, count: count + (symbol == 17 ? 3 : 11))
            }
        }
        guard lengths.count == total else { return nil }
        return (Code(lengths: lengths[..<(literalCount + 257)]), Code(lengths: lengths[(literalCount + 257)...]))
    }
}
