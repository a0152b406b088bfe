@_spi(_Unicode) internal import Swift

/// The last pass over a file's text: one form of each letter, no invisible marks, no more than two blank lines in a row,
/// no blanks at line ends. Takes the text in pieces of whole lines.
package struct TextCleaner {
    private var blankLines = 0
    private var hasStarted = false
    /// Whether a letter or digit has come by.
    package private(set) var hasLetters = false

    /// Characters that are no blanks, page numbers in comments aside.
    package private(set) var characters = 0

    package init() {}

    /// - Parameter piece: UTF-8. A line feed is added where it does not end with one.
    package mutating func clean(_ piece: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(piece.count + 1)
        piece.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
                add(UnsafeRawBufferPointer(rebasing: rest[..<end]), to: &output)
                rest = rest[min(end + 1, rest.endIndex)...]
            }
        }
        return output
    }

    private mutating func add(_ line: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        let start = output.count
        let isPlain = line.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x09) }
        let text: [UInt8]? = isPlain ? nil : LineCleaner.clean(line)
        // Blank lines are held back until something follows, so that the text neither starts nor ends with one.
        let blanks = hasStarted ? (blankLines > 2 ? 1 : blankLines) : 0
        for _ in 0..<blanks { output.append(0x0A) }
        let content = output.count
        if let text { output.append(contentsOf: text) } else { output.append(contentsOf: line) }
        while output.count > content, let last = output.last, last == 0x20 || last == 0x09 { output.removeLast() }
        if output.count == content {
            output.removeLast(content - start)
            blankLines += 1
            return
        }
        count(output[content...])
        output.append(0x0A)
        blankLines = 0
        hasStarted = true
    }

    private mutating func count(_ line: ArraySlice<UInt8>) {
        if line.starts(with: "<!-- page ".utf8) { return }
        for byte in line where byte > 0x20 && byte & 0xC0 != 0x80 { characters += 1 }
        if !hasLetters { hasLetters = Self.hasLetters(line) }
    }

    /// Rules and marks are none.
    private static func hasLetters(_ line: ArraySlice<UInt8>) -> Bool {
        String(decoding: line, as: UTF8.self).unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
    }
}
