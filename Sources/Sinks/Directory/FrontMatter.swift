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
        guard bytes.starts(with: fence) else { return nil }
        var start = fence.count
        while let stop = bytes[start...].firstIndex(of: newline) {
            if bytes[start..<stop].elementsEqual("---".utf8) {
                let next = stop + 1
                return next < bytes.count && bytes[next] == newline ? next + 1 : next
            }
            start = stop + 1
        }
        return nil
    }

    /// The values of `wanted` keys, from a file's first bytes.
    static func read(_ bytes: [UInt8], _ wanted: Set<String>) -> [String: String] {
        var values: [String: String] = [:]
        guard bytes.starts(with: fence) else { return values }
        for line in bytes.dropFirst(fence.count).split(separator: newline) {
            if line.elementsEqual("---".utf8) { break }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let key = String(decoding: line[..<colon], as: UTF8.self)
            guard wanted.contains(key) else { continue }
            values[key] = YAMLText.read(line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") })
        }
        return values
    }

    /// What YAML 1.1 reads as something else than a text.
    private static let yamlWords: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private static let newline = UInt8(ascii: "\n")
}
