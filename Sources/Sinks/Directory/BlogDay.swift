/// The day of a blog post, as folders and the start of the file name.
struct BlogDay {
    let folders: [String]
    let prefix: String

    /// - Parameter timestamp: RFC 3339, of which only the day is read.
    init(_ timestamp: String?) {
        let parts = (timestamp ?? "").prefix(10).split(separator: "-")
        let isDay = parts.map(\.utf8.count) == [4, 2, 2] && parts.joined().utf8.allSatisfy { (48...57).contains($0) }
        folders = isDay ? parts.prefix(2).map(String.init) : ["undated"]
        prefix = isDay ? "\(parts[2]) " : ""
    }
}
