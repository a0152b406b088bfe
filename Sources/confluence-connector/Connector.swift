import ArgumentParser
import Foundation
import SyncEngine

@main
struct Connector: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confluence-connector",
        abstract: "Keeps a knowledge base in step with Atlassian Confluence.",
        discussion: """
            A coordinator lists spaces and enqueues a job for each page that changed; workers fetch, convert and push; \
            Redis is the only thing they share.

            Sync a site once, all by yourself:
              export CONFLUENCE_URL=https://acme.atlassian.net/wiki
              export CONFLUENCE_USERNAME=you@acme.com CONFLUENCE_API_TOKEN=…
              confluence-connector sync

            The same with many workers: give them one REDIS_URL and one CONNECTOR_SECRET_KEY, start
              confluence-connector coordinator
              confluence-connector worker          (as many as you like)
            and `sync` asks for a run and follows it.

            Settings are flags (--redis-url), environment variables (REDIS_URL) or keys of a YAML file (redis_url) \
            named by --config; `confluence-connector settings` lists them all.
            Exit status: 0 finished, 1 failed, 2 wrong usage or settings, 3 finished with errors or held deletions, 4 cancelled.
            """,
        version: version,
        subcommands: [
            SyncCommand.self, UpCommand.self, CoordinatorCommand.self, WorkerCommand.self, QueueCommand.self,
            RunsCommand.self, DeadCommand.self, DeletesCommand.self, InboxCommand.self, DoctorCommand.self,
            ConvertCommand.self, ExtractCommand.self, SettingsCommand.self,
        ])

    static let version = "0.1.0"

    static func main() async {
        // A reader that goes away early (`| head`) is an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            let (settings, rest) = try SettingFlags.split(Array(CommandLine.arguments.dropFirst()))
            try await SettingFlags.$given.withValue(settings) { try await execute(rest) }
        } catch let error as SettingsError {
            complain(error.description)
            Foundation.exit(ExitStatus.usage.rawValue)
        } catch let status as ExitStatus {
            Foundation.exit(status.rawValue)
        } catch  where exitCode(for: error) == .validationFailure {
            complain(fullMessage(for: error).replacing("Error: ", with: ""))
            Foundation.exit(ExitStatus.usage.rawValue)
        } catch  where exitCode(for: error) == .success {
            exit(withError: error)
        } catch {
            complain(sentence(error))
            Foundation.exit(ExitStatus.failed.rawValue)
        }
    }

    private static func execute(_ arguments: [String]) async throws {
        var command = try parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    static func complain(_ text: String) { Terminal.writeLine("confluence-connector: " + text) }
}

/// How the process ends (design §5.2).
enum ExitStatus: Int32, Error {
    case finished = 0
    case failed = 1
    case usage = 2
    case finishedWithErrors = 3
    case cancelled = 4
}
