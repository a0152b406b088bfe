import ArgumentParser
import Foundation
import MarkdownWriter
import StorageFormat

/// Converts a folder of storage-format files on one core, and has the converters that others use do the same.
struct Conversion: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conversion",
        abstract: "Converts a folder of storage-format files and prints MB/s, beside Python's converters.")

    @Argument(help: "Folder of .xml files.")
    var folder = "Tests/Fixtures/storage-format"

    @Option(help: "Rounds over all files, the fastest of which counts.")
    var rounds = 20

    @Flag(inversion: .prefixedNo, help: "Run the peers, installed from PyPI into a folder of their own.")
    var peers = true

    @Flag(help: "Print one JSON object a converter.")
    var json = false

    func run() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".xml") }.sorted()
        let files = try names.map { [UInt8](try Data(contentsOf: URL(filePath: folder).appending(path: $0))) }
        let bytes = files.reduce(0) { $0 + $1.count }
        guard bytes > 0 else { throw BenchmarkError(description: "\(folder) holds no .xml files") }
        if !json { print("\(files.count) files, \(bytes) bytes, one core, CPU time, the best of \(rounds) rounds") }
        let ours = try measure(files, bytes)
        report("this project", ours, fastestPeer: nil)
        guard peers else { return }
        do {
            let found = try ConversionPeers.measure(folder: folder)
            let fastest = found.map(\.speed).max() ?? 0
            for peer in found { report(peer.name, peer.speed, fastestPeer: nil) }
            report("this project, beside the fastest of them", ours, fastestPeer: fastest)
        } catch {
            print("peers left out: \(error)")
        }
    }

    /// MB/s of parsing, converting and writing.
    private func measure(_ files: [[UInt8]], _ bytes: Int) throws -> Double {
        var best = Double.infinity
        for _ in 0..<max(1, rounds) {
            let start = cpuSeconds()
            for file in files { _ = MarkdownWriter().write(try StorageFormatReader().read(file).tree) }
            best = min(best, cpuSeconds() - start)
        }
        return Double(bytes) / 1e6 / best
    }

    private func report(_ name: String, _ speed: Double, fastestPeer: Double?) {
        let ratio = fastestPeer.map { $0 > 0 ? speed / $0 : 0 }
        if json {
            print(#"{"converter": "\#(name)", "mb_per_s": \#(speed), "ratio": \#(ratio.map { "\($0)" } ?? "null")}"#)
        } else {
            let times = ratio.map { String(format: " (%.1f times as fast)", $0) } ?? ""
            print(String(format: "%6.2f MB/s  ", speed) + name + times)
        }
    }

    private func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
