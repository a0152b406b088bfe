import ArgumentParser
import Foundation
import JobQueue

struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Compares the queue's indexes with its records, and puts them right.",
        discussion: """
            The coordinator does so by itself every few minutes. The records say what there is; lists, rings, counters and \
            what runs wait for follow from them. Safe at any time, also while workers work.
            """)

    @OptionGroup var flags: SettingFlags

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        try await Assembly.with(flags) { assembly in
            let repairs = try await QueueAuditor(queue: assembly.queue).pass()
            if json { return try emit(try jsonText(["repaired": repairs]) + "\n") }
            let kinds = repairs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            try emit(kinds.isEmpty ? "nothing to repair\n" : "repaired: \(kinds.joined(separator: ", "))\n")
        }
    }
}
