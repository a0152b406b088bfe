import ArgumentParser
import Foundation

/// The settings given as flags. There is one for every setting, `--redis-url` for `REDIS_URL`, on every command that has
/// settings, so they are taken from the command line before the commands read the rest.
struct SettingFlags: ParsableArguments {
    @TaskLocal static var given: [String: String] = [:]

    @Option(
        help: ArgumentHelp("YAML file with settings. Every setting is a flag, too: see `settings`.", valueName: "file"))
    var config: String?

    /// - Throws: ``SettingsError`` with every problem at once.
    func load(needsSite: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Settings {
        let source = SettingSource(
            flags: Self.given, environment: environment, file: config ?? environment["CONNECTOR_CONFIG"])
        return try Settings(source, needsSite: needsSite)
    }

    /// Splits a command line into the settings among its flags, by variable, and all the rest.
    /// - Throws: `ValidationError` when a setting stands without its value.
    static func split(_ arguments: [String]) throws -> (settings: [String: String], rest: [String]) {
        let variables = Dictionary(uniqueKeysWithValues: Setting.all.map { ("--" + $0.flag, $0.variable) })
        var settings: [String: String] = [:]
        var rest: [String] = []
        var position = arguments.startIndex
        while position < arguments.endIndex {
            let parts = arguments[position].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            position += 1
            if parts.first == "--" {
                rest += arguments[(position - 1)...]
                break
            }
            guard let variable = parts.first.flatMap({ variables[$0] }) else {
                rest.append(arguments[position - 1])
                continue
            }
            if parts.count == 2 {
                settings[variable] = parts[1]
            } else if position < arguments.endIndex {
                settings[variable] = arguments[position]
                position += 1
            } else {
                throw ValidationError("\(parts[0]) needs a value")
            }
        }
        return (settings, rest)
    }
}
