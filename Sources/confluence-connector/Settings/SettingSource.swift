import Foundation
import Yams

/// The texts of all settings, gathered from flags, environment and file, the first that says something winning.
struct SettingSource {
    private(set) var texts: [String: String] = [:]
    private(set) var problems: [String] = []

    init(flags: [String: String], environment: [String: String], file path: String?) {
        let file = path.map { readFile($0) } ?? [:]
        refuseUnknownVariables(environment)
        for setting in Setting.all {
            if let text = flags[setting.variable] ?? fromEnvironment(setting, environment) ?? file[setting.key] {
                texts[setting.variable] = text
            }
        }
    }

    /// An empty variable counts as unset: that is how compose files and shells leave one out.
    private mutating func fromEnvironment(_ setting: Setting, _ environment: [String: String]) -> String? {
        if let text = environment[setting.variable], !text.isEmpty { return text }
        let fileVariable = setting.variable + "_FILE"
        guard setting.isSecret, let path = environment[fileVariable], !path.isEmpty else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            problems.append("\(fileVariable): cannot read \(path)")
            return nil
        }
    }

    private mutating func refuseUnknownVariables(_ environment: [String: String]) {
        let known = Set(Setting.all.flatMap { $0.isSecret ? [$0.variable, $0.variable + "_FILE"] : [$0.variable] })
            .union(["CONNECTOR_CONFIG", "CONNECTOR_HELPERS"])
        for name in environment.keys.sorted()
        where Setting.prefixes.contains(where: name.hasPrefix) && !known.contains(name) {
            problems.append("\(name): no such setting\(suggestion(for: name, among: known))")
        }
    }

    private mutating func readFile(_ path: String) -> [String: String] {
        let content: String
        do {
            content = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            problems.append("settings file \(path): cannot be read")
            return [:]
        }
        do {
            guard let node = try Yams.compose(yaml: content) else { return [:] }
            guard let mapping = node.mapping else {
                problems.append("settings file \(path): must be a mapping of names to values")
                return [:]
            }
            return entries(of: mapping, path)
        } catch {
            problems.append("settings file \(path): not YAML (\(firstLine(of: error)))")
            return [:]
        }
    }

    private mutating func entries(of mapping: Node.Mapping, _ path: String) -> [String: String] {
        let known = Set(Setting.all.map(\.key))
        var result: [String: String] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard known.contains(name) else {
                problems.append("settings file \(path): \(name): no such setting\(suggestion(for: name, among: known))")
                continue
            }
            if let text = value.scalar?.string {
                result[name] = text
            } else if let items = value.sequence {
                result[name] = items.compactMap(\.scalar?.string).joined(separator: ",")
            } else {
                problems.append("settings file \(path): \(name): must be a value or a list")
            }
        }
        return result
    }

    private func suggestion(for name: String, among known: Set<String>) -> String {
        let near = known.map { (name: $0, shared: sharedLetters($0, name)) }.max {
            ($0.shared, $1.name) < ($1.shared, $0.name)
        }
        guard let near, near.shared * 4 >= name.count * 3 else { return "" }
        return "; did you mean \(near.name)?"
    }

    /// How many characters two names share at their beginnings and ends.
    private func sharedLetters(_ left: String, _ right: String) -> Int {
        let head = zip(left, right).prefix { $0 == $1 }.count
        let tail = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        return min(head + tail, left.count, right.count)
    }

    private func firstLine(of error: any Error) -> String {
        "\(error)".split(separator: "\n").first.map(String.init) ?? "unreadable"
    }
}
