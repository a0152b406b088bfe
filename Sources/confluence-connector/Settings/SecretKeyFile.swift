import Foundation
import Glibc
import SyncState

/// The key that seals credentials beside a private Redis: made once, readable by its owner alone.
struct SecretKeyFile {
    let path: String

    init(directory: String) { path = directory + "/secret.key" }

    var exists: Bool { FileManager.default.fileExists(atPath: path) }

    func key() throws -> String {
        if let key = try read() { return key }
        try make()
        guard let key = try read() else {
            throw SettingsError(problems: ["DATA_DIR: \(path) is empty; remove it and start again"])
        }
        return key
    }

    private func read() throws -> String? {
        guard exists else { return nil }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
            return text.isEmpty ? nil : text
        } catch {
            throw SettingsError(problems: ["DATA_DIR: \(path) cannot be read"])
        }
    }

    /// Written aside and linked into place, so that of two processes one wins and nobody reads half a key.
    private func make() throws {
        let temporary = path + ".\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SettingsError(problems: ["DATA_DIR: \(path) cannot be written: \(String(cString: strerror(errno)))"])
        }
        defer { unlink(temporary) }
        var text = Fernet.makeKey() + "\n"
        let written = text.withUTF8 { write(descriptor, $0.baseAddress, $0.count) == $0.count }
        close(descriptor)
        guard written else { throw SettingsError(problems: ["DATA_DIR: \(path) cannot be written: the disk is full?"]) }
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw SettingsError(problems: ["DATA_DIR: \(path) cannot be written: \(String(cString: strerror(errno)))"])
        }
    }
}
