import Foundation
import Testing

/// A program that reads a file, where this machine has it.
enum Reader {
    /// - Returns: what it prints; `nil` when there is no such program.
    static func text(of bytes: [UInt8], _ command: [String]) throws -> String? {
        guard
            let program = ["/usr/bin/", "/bin/"].map({ $0 + command[0] }).first(
                where: FileManager.default.isExecutableFile)
        else { return nil }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("attachment-\(UUID().uuidString)")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = command.dropFirst().filter { $0 != "<FILE" }.map { $0 == "FILE" ? file.path : $0 }
        if command.contains("<FILE") { process.standardInput = try FileHandle(forReadingFrom: file) }
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command[0])")
        return String(decoding: output, as: UTF8.self)
    }
}
