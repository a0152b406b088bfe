/// The block of metadata at the head of a file, between two lines of three hyphens.
enum FrontMatter {
    static let fence: [UInt8] = Array("---\n".utf8)

    /// The title, then every metadata key in its order, then an empty line.
    static func write(title: String, metadata: SinkMetadata, to out: inout [UInt8]) {
        out += fence
        out += "title: ".utf8
        YAMLText.append(title, to: &out)
        out.append(newline)
        for entry in metadata where entry.key != "title" {
            appendKey(entry.key, to: &out)
            append(entry.value, to: &out)
            out.append(newline)
        }
        out += fence
        out.append(newline)
    }

    private static func append(_ value: MetadataValue, to out: inout [UInt8]) {
        switch value {
        case .string(let text): YAMLText.append(text, to: &out)
        case .integer(let number): out += String(number).utf8
        case .boolean(let flag): out += (flag ? "true" : "false").utf8
        case .strings(let list):
            out.append(UInt8(ascii: "["))
            for (index, text) in list.enumerated() {
                if index > 0 { out += ", ".utf8 }
                YAMLText.append(text, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        }
    }

    private static func appendKey(_ key: String, to out: inout [UInt8]) {
        let isWord = !key.isEmpty && key.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
        if isWord, !yamlWords.contains(key) { out += key.utf8 } else { YAMLText.append(key, to: &out) }
        out += ": ".utf8
    }

    /// Where the text begins in a file that starts with front matter: after its closing line and the empty line that
    /// follows. Nil when `bytes` has no front matter or does not reach its end.
    static func end(in bytes: [UInt8]) -> Int? {
        var end: Int?
        forEachLine(of: bytes) { line, isLast in
            if isLast { end = line.upperBound + 1 }
        }
        return end.map { $0 < bytes.count && bytes[$0] == newline ? $0 + 1 : $0 }
    }

    /// The values of `wanted` keys, from a file's first bytes.
    static func read(_ bytes: [UInt8], _ wanted: [StaticString]) -> [String: String] {
        var values: [String: String] = [:]
        forEachLine(of: bytes) { line, _ in
            for key in wanted where values.count < wanted.count {
                let start = line.lowerBound + key.utf8CodeUnitCount
                guard start < line.upperBound, bytes[start] == UInt8(ascii: ":") else { continue }
                guard key.withUTF8Buffer({ $0.elementsEqual(bytes[line.lowerBound..<start]) }) else { continue }
                let value = bytes[(start + 1)..<line.upperBound].drop { $0 == UInt8(ascii: " ") }
                values["\(key)"] = YAMLText.read(value)
                break
            }
        }
        return values
    }

    /// Calls `body` with every whole line after the first, up to the closing one.
    private static func forEachLine(of bytes: [UInt8], _ body: (_ line: Range<Int>, _ isLast: Bool) -> Void) {
        guard bytes.starts(with: fence) else { return }
        var start = fence.count
        for stop in fence.count..<bytes.count where bytes[stop] == newline {
            let isLast = stop - start == 3 && bytes[start..<stop].allSatisfy { $0 == UInt8(ascii: "-") }
            body(start..<stop, isLast)
            if isLast { return }
            start = stop + 1
        }
    }

    /// What YAML 1.1 reads as something else than a text.
    private static let yamlWords: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private static let newline = UInt8(ascii: "\n")
}
