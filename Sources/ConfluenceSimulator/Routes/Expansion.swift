/// The `expand` parameter as a tree: `body.storage,version` asks for two branches.
struct Expansion: Sendable {
    private var branches: [String: Expansion] = [:]

    init() {}

    init(_ texts: [String]) {
        for text in texts {
            // Names nest a handful of times; more is not meant seriously.
            insert(text.split(separator: ".").prefix(12)[...])
        }
    }

    private mutating func insert(_ path: ArraySlice<Substring>) {
        guard let first = path.first else { return }
        branches[String(first), default: Expansion()].insert(path.dropFirst())
    }

    subscript(_ name: String) -> Expansion? { branches[name] }

    var names: [String] { branches.keys.sorted() }
}
