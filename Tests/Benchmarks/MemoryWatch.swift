import Foundation
import TextExtraction

/// Reads very many files in a row and looks how much memory this process, which stands for a worker, holds.
struct MemoryWatch {
    let extractor: TextExtractor
    let samples: [ExtractionSample]

    func run(_ count: Int) async throws {
        let start = ContinuousClock.now
        var first = 0
        for number in 1...max(1, count) {
            // Hostile ones take their seconds each; a thousand of them would take a day.
            _ = try await extractor.extract(path: usual[number % usual.count].path)
            guard number % max(1, count / 10) == 0 else { continue }
            let resident = Self.resident
            if first == 0 { first = resident }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            print(
                String(
                    format: "%6d files, %.0f s, %.1f MB resident, %+.1f MB since the first line, %d descriptors",
                    number, seconds, Double(resident) / 1e6, Double(resident - first) / 1e6, Self.descriptors))
        }
    }

    private var usual: [ExtractionSample] {
        let honest = samples.filter { $0.expectation != "bomb" }
        return honest.isEmpty ? samples : honest
    }

    /// Bytes, by the second number of /proc/self/statm.
    static var resident: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }

    static var descriptors: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
}
