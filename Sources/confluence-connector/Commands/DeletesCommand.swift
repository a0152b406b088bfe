import ArgumentParser
import ConfluenceModel
import Foundation
import JobQueue
import SyncEngine
import SyncState

struct DeletesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deletes", abstract: "Deletions that were held because they look like a lost permission.",
        discussion: """
            More than 20 documents and more than one in twenty of a space, three whole spaces at once, or a new account behind \
            the credentials: then nothing is deleted before a person has looked. A confirmed document still goes only when the \
            site itself says that it is gone.
            """,
        subcommands: [List.self, Confirm.self, Reject.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "What is held, by space.")

        @OptionGroup var flags: SettingFlags

        @Flag(help: "Print a JSON array.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let rows = try await assembly.state().heldDeletions().map(HeldRow.init)
                try print(rows, json: json, nothing: "no deletions are held")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "Deletes them, each after one more look at the site.")

        @OptionGroup var flags: SettingFlags
        @OptionGroup var target: Target

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let state = try await assembly.state()
                let review = DeletionReview(queue: assembly.queue, state: state)
                var count = 0
                for held in try target.chosen(from: try await state.heldDeletions()) {
                    count += try await review.confirm(held)
                }
                try emit(
                    json ? #"{"confirmed":\#(count)}"# + "\n" : "\(count) documents are checked once more and deleted\n"
                )
            }
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject", abstract: "Keeps the documents; they are held again only when more are missing.")

        @OptionGroup var flags: SettingFlags
        @OptionGroup var target: Target

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            try await Assembly.with(flags) { assembly in
                let state = try await assembly.state()
                let review = DeletionReview(queue: assembly.queue, state: state)
                let chosen = try target.chosen(from: try await state.heldDeletions())
                for held in chosen { try await review.reject(held) }
                let count = chosen.reduce(0) { $0 + $1.absent }
                try emit(json ? #"{"rejected":\#(count)}"# + "\n" : "\(count) documents are kept\n")
            }
        }
    }

    struct Target: ParsableArguments {
        @Argument(help: "Keys of spaces, as `deletes list` shows them.")
        var keys: [String] = []

        @Flag(help: "All that are held.")
        var all = false

        func validate() throws {
            if keys.isEmpty != all { throw ValidationError("name spaces, or give --all") }
        }

        func chosen(from held: [HeldDeletions]) throws -> [HeldDeletions] {
            if all { return held }
            return try keys.flatMap { key in
                let found = held.filter { $0.key == key || $0.space.rawValue == key }
                if found.isEmpty {
                    throw NotThere("no deletions are held in \(printable(key)); `deletes list` shows what is held")
                }
                return found
            }
        }
    }
}

struct HeldRow: Row {
    let space_key, space_name, space_id, reason, run_id, since, decision: String
    let absent, all: Int

    init(_ held: HeldDeletions) {
        space_key = held.key
        space_name = held.name
        space_id = held.space.rawValue
        reason = held.reason
        run_id = held.run
        since = timeText(held.since)
        absent = held.absent
        all = held.all
        decision = held.decision.rawValue
    }

    var line: String {
        let state =
            switch HeldDeletions.Decision(rawValue: decision) {
            case .rejected: "kept by a person"
            case .confirmed: "being deleted"
            case .waiting, nil: "waiting for `deletes confirm` or `deletes reject`"
            }
        return
            "\(printable(space_key).padded(12)) \(absent) of \(all) documents, since \(since): \(printable(reason)); \(state)"
    }
}
