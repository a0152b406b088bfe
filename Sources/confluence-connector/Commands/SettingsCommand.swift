import ArgumentParser

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Lists every setting: flag, environment variable, key of the settings file.")

    func run() {
        for setting in Setting.all {
            print(
                "--\(setting.flag)  \(setting.variable)\(setting.isSecret ? " or \(setting.variable)_FILE" : "")  \(setting.key)"
            )
            print("    \(setting.help)\(setting.pending.map { " [no effect yet: \($0)]" } ?? "")")
        }
    }
}
