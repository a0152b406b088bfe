/// Code in a line: a fence of one backtick more than the text holds in a row.
enum CodeSpan {
    static func append(_ text: String, isInTable: Bool, to output: inout [UInt8]) {
        var text = text
        text.withUTF8 { bytes in
            // Table readers disagree about a backslash before a pipe inside a span.
            if isInTable, hasBackslashedPipe(bytes) {
                let escaper = Escaper(isInTable: true)
                escaper.append(bytes, before: .unknown, after: .unknown, to: &output)
                return
            }
            appendSpan(bytes, isInTable: isInTable, to: &output)
        }
    }

    private static func hasBackslashedPipe(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "\\") && $1 == UInt8(ascii: "|") }
    }

    private static func appendSpan(_ bytes: UnsafeBufferPointer<UInt8>, isInTable: Bool, to output: inout [UInt8]) {
        guard let first = bytes.first, let last = bytes.last else { return }
        let fence = [UInt8](repeating: UInt8(ascii: "`"), count: longestRun(bytes) + 1)
        let isPadded = first == UInt8(ascii: "`") || last == UInt8(ascii: "`") || (first == 0x20 && last == 0x20)
        output += fence
        if isPadded { output.append(0x20) }
        for byte in bytes {
            if byte == UInt8(ascii: "|"), isInTable { output.append(UInt8(ascii: "\\")) }
            output.append(byte == 0x0A ? 0x20 : byte)
        }
        if isPadded { output.append(0x20) }
        output += fence
    }

    /// Length of the longest run of backticks.
    static func longestRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var longest = 0
        var run = 0
        for byte in bytes {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
