/// A path below the root, as a receipt names it.
struct RelativePath: Equatable {
    let folders: [String]
    let name: String

    init(folders: [String], name: String) {
        self.folders = folders
        self.name = name
    }

    /// Nil when the text is not a path that this sink could have made.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.utf8.contains(0) }) else { return nil }
        guard let name = parts.last, name.hasSuffix(".md"), parts.count > 1 else { return nil }
        self.init(folders: Array(parts.dropLast()), name: name)
    }

    var text: String { (folders + [name]).joined(separator: "/") }
}
