import Foundation
import Synchronization
import TestSupport

/// The real `confluence-connector`, as users start it: a process with an environment and a folder of its own.
final class ConnectorProcess: Sendable {
    /// What a process left behind.
    struct Ended {
        let status: Int32
        let output: String
        let errors: String

        /// The object that `--json` prints last.
        var report: [String: Any] {
            get throws {
                let line = output.split(separator: "\n").last.map(String.init) ?? ""
                guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                    throw SupportError("no report in: \(output) \(errors)")
                }
                return object
            }
        }

        func count(_ name: String) throws -> Int? { (try report["counts"] as? [String: Any])?[name] as? Int }
    }

    private let process = Process()
    private let outputPath: String
    private let errorPath: String

    /// Starts it. Nothing of the test's own environment reaches it but the path.
    ///
    /// - Parameter input: the file it reads as standard input; `nil`: nothing.
    init(_ arguments: [String], in folder: String, environment: [String: String], input: String? = nil) throws {
        let stem = folder + "/\(UUID().uuidString)"
        outputPath = stem + ".stdout"
        errorPath = stem + ".stderr"
        for path in [outputPath, errorPath] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = environment.merging(["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"]) {
            own, _ in own
        }
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError = FileHandle(forWritingAtPath: errorPath)
        process.standardInput = input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }
    var pid: Int32 { process.processIdentifier }

    /// What it has said on standard error so far.
    var errorsSoFar: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end.
    func ended(within limit: Duration = .seconds(180)) async throws -> Ended {
        try await eventually("the process has ended", within: limit) { !process.isRunning }
        return Ended(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: try String(contentsOfFile: outputPath, encoding: .utf8),
            errors: try String(contentsOfFile: errorPath, encoding: .utf8))
    }

    static func run(_ arguments: [String], in folder: String, environment: [String: String]) async throws -> Ended {
        try await ConnectorProcess(arguments, in: folder, environment: environment).ended()
    }

    /// Built beside the tests.
    static var executable: URL {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/release/confluence-connector")
    }
}
