/// One name below the root, made of a title and, where the title alone will not do, an id.
struct Component {
    private let stem: String
    private let id: String?
    private let needsID: Bool

    /// - Parameter stem: already clean.
    init(_ stem: String, id: String?) {
        self.init(stem, id: id, isReserved: false)
    }

    /// A page, whose children live in a folder of the same name.
    init(page title: String, id: String?, isTop: Bool) {
        let stem = SafeName.clean(title)
        let lower = stem.lowercased()
        // `x.md` as a folder would stand where the page `x` has its file.
        let isReserved = ["_files", "_deep"].contains(lower) || lower.hasSuffix(".md")
        self.init(stem, id: id, isReserved: isReserved || (isTop && ["index", "blog"].contains(lower)))
    }

    private init(_ stem: String, id: String?, isReserved: Bool) {
        self.stem = stem.isEmpty ? "untitled" : stem
        self.id = id
        needsID = stem.isEmpty || isReserved || stem.utf8.count > SafeName.limit
    }

    /// The name when nothing else is in the way.
    var preferred: String {
        if !needsID { return stem }
        return id.map(named) ?? SafeName.cut(stem, to: SafeName.limit - 1) + "_"
    }

    /// All names to try, the preferred one first, one with `long` last.
    func names(orByID long: String) -> [String] {
        [preferred] + (needsID ? [] : [id.map(named) ?? preferred]) + [named(long)]
    }

    private func named(_ id: String) -> String {
        let suffix = " (\(id))"
        return SafeName.cut(stem, to: SafeName.limit - suffix.utf8.count) + suffix
    }

    /// An id as it may stand in a name.
    static func id(_ text: String) -> String { SafeName.cut(SafeName.clean(text), to: 100) }

    /// The folder of a space.
    static func space(_ key: String?) -> String {
        let name = SafeName.cut(SafeName.clean(key ?? ""), to: SafeName.limit - 1)
        if name.isEmpty { return "_unfiled" }
        return name.lowercased().hasSuffix(".md") ? name + "_" : name
    }
}
