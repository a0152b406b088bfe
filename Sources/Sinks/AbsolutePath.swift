import Glibc

/// Paths from the settings, made independent of the working directory.
enum AbsolutePath {
    /// Without empty parts, `.`, and a slash at the end; `..` stays, since what it means is up to symbolic links.
    static func of(_ path: String) -> String {
        let parts = ((path.hasPrefix("/") ? "" : workingDirectory + "/") + path).split(separator: "/")
        return "/" + parts.filter { $0 != "." }.joined(separator: "/")
    }

    private static var workingDirectory: String {
        guard let text = getcwd(nil, 0) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }
}
