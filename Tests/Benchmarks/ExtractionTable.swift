import Foundation

/// Engines beside each other, by type of file.
struct ExtractionTable {
    let samples: [ExtractionSample]
    /// By engine, then by path. An engine has no result for files it does not read at all.
    let results: [String: [String: ExtractionResult]]

    struct Row: Encodable {
        let type: String
        let engine: String
        let files: Int
        /// Shares of 1; `nil` where there is nothing to measure.
        var passed: Double
        var phrases: Double?
        var recall: Double?
        var precision: Double?
        var cpuMedian: Double
        var cpu95: Double
        var peakMegabytes: Double
    }

    var rows: [Row] {
        var words: [String: [String: [Substring: Int]]] = [:]
        for (engine, found) in results {
            for (path, result) in found where !result.hasFailed {
                words[path, default: [:]][engine] = Self.words(result.text)
            }
        }
        let own = "this project"
        let engines = [own] + results.keys.filter { $0 != own }.sorted()
        var rows: [Row] = []
        for (type, samples) in Dictionary(grouping: samples, by: \.type).sorted(by: { $0.key < $1.key }) {
            rows += engines.compactMap { row(type, $0, samples, words) }
        }
        return rows
    }

    private func row(
        _ type: String, _ engine: String, _ samples: [ExtractionSample], _ words: [String: [String: [Substring: Int]]]
    ) -> Row? {
        let own = samples.compactMap { sample in results[engine]?[sample.path].map { (sample, $0) } }
        guard !own.isEmpty else { return nil }
        let phrases = own.filter { ["ok", "partial"].contains($0.0.expectation) }.map { sample, result in
            let text = Self.squashed(result.text)
            return (sample.phrases.count, sample.phrases.count { text.contains(Self.squashed($0)) })
        }
        let asked = phrases.reduce(0) { $0 + $1.0 }
        let held = phrases.reduce(0) { $0 + $1.1 }
        var measures: [(recall: Double, precision: Double)] = []
        for (sample, _) in own where ["ok", "partial"].contains(sample.expectation) {
            let all = words[sample.path] ?? [:]
            let others = all.filter { $0.key != engine && !$0.value.isEmpty }.map(\.value)
            if others.count >= 2 { measures += Self.measure(all[engine] ?? [:], others) }
        }
        let cpu = own.map(\.1.cpuSeconds).sorted()
        let passed = own.count { Self.passes($0, $1) }
        let peak = own.map(\.1.peakBytes).max() ?? 0
        return Row(
            type: type, engine: engine, files: own.count,
            passed: Double(passed) / Double(own.count),
            phrases: asked == 0 ? nil : Double(held) / Double(asked),
            recall: Self.mean(measures.map(\.recall)), precision: Self.mean(measures.map(\.precision)),
            cpuMedian: cpu[cpu.count / 2], cpu95: cpu[min(cpu.count - 1, cpu.count * 95 / 100)],
            peakMegabytes: Double(peak) / 1e6)
    }

    private static func passes(_ sample: ExtractionSample, _ result: ExtractionResult) -> Bool {
        if result.hasFailed { return false }
        switch sample.expectation {
        case "ok": return !result.isRefused && !result.text.isEmpty
        case "scan": return !result.isRefused
        case "encrypted": return result.isRefused && result.text.utf8.count <= 200
        case "partial":
            let text = squashed(result.text)
            return sample.phrases.allSatisfy { text.contains(squashed($0)) }
        default: return true
        }
    }

    /// - Parameter others: what at least two other engines found.
    private static func measure(
        _ own: [Substring: Int], _ others: [[Substring: Int]]
    ) -> [(recall: Double, precision: Double)] {
        var agreed = 0
        var found = 0
        var known = 0
        for word in Set(others.flatMap(\.keys)) {
            let counts = others.map { $0[word] ?? 0 }.sorted(by: >)
            agreed += counts[1]
            found += min(counts[1], own[word] ?? 0)
            known += min(counts[0], own[word] ?? 0)
        }
        let all = own.values.reduce(0, +)
        guard agreed > 0 else { return [] }
        return [(Double(found) / Double(agreed), all == 0 ? 0 : Double(known) / Double(all))]
    }

    /// Runs of letters and digits, without what markdown adds.
    private static func words(_ text: String) -> [Substring: Int] {
        let plain = text.replacing(#/<!--.*?-->|\]\([^)]*\)|<br>/#, with: " ").replacing("\\", with: "")
            .precomposedStringWithCompatibilityMapping.lowercased()
        var counts: [Substring: Int] = [:]
        for word in plain.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) { counts[word, default: 0] += 1 }
        return counts
    }

    private static func squashed(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static func mean(_ numbers: [Double]) -> Double? {
        numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    }

    var markdown: String {
        func share(_ number: Double?) -> String { number.map { String(format: "%.1f", 100 * $0) } ?? "–" }
        let head = """
            | type | engine | files | passed % | phrases % | recall % | precision % | CPU ms | CPU ms p95 | peak MB |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|
            """
        let lines = rows.map { row in
            let cpu = String(format: "%.0f | %.0f | %.0f", 1e3 * row.cpuMedian, 1e3 * row.cpu95, row.peakMegabytes)
            return "| \(row.type) | \(row.engine) | \(row.files) | \(share(row.passed)) | \(share(row.phrases)) | "
                + "\(share(row.recall)) | \(share(row.precision)) | \(cpu) |"
        }
        return ([head] + lines).joined(separator: "\n")
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) }.joined(separator: "\n")
        }
    }
}
