import Foundation

/// Reads a sample site from its folder.
struct SampleReader {
    private let folder: URL
    private var items: [Item] = []
    private var attachments: [Attachment] = []
    private var comments: [Comment] = []
    private var taken: Set<Int64> = []

    /// - Throws: ``SimulatorError`` with `invalidSite`, naming the file, when one cannot be read.
    static func read(_ folder: URL) throws -> MemorySite {
        var reader = SampleReader(folder: folder)
        return try reader.read()
    }

    /// The folder of the sample that comes with the package: as a resource, or beside the executable.
    static func bundled() throws -> URL {
        let program = URL(fileURLWithPath: CommandLine.arguments.first ?? ".").resolvingSymlinksInPath()
        let beside = [program.deletingLastPathComponent(), Bundle.main.bundleURL].flatMap { place in
            ["SampleSite", "confluence-connector_ConfluenceSimulator.resources/SampleSite"].map {
                place.appendingPathComponent($0)
            }
        }
        // Looked at first: `Bundle.module` ends the process when its folder has been moved away.
        for folder in beside
        where FileManager.default.fileExists(atPath: folder.appendingPathComponent("site.json").path) {
            return folder
        }
        if let folder = Bundle.module.url(forResource: "SampleSite", withExtension: nil) { return folder }
        throw SimulatorError(code: .invalidSite, detail: "SampleSite is neither a resource nor beside the executable")
    }

    static func folder(at path: String) -> URL { URL(fileURLWithPath: path, isDirectory: true) }

    private init(folder: URL) { self.folder = folder }

    private mutating func read() throws -> MemorySite {
        let site = try decode(SampleFiles.Site.self, folder.appendingPathComponent("site.json"))
        var spaces: [Space] = []
        for space in site.spaces {
            spaces.append(
                Space(
                    id: try number(space.id), key: space.key, alias: space.alias, name: space.name, type: space.type,
                    status: space.status, homepage: try space.homepageId.map { try number($0) },
                    description: space.description ?? "", created: try moment(space.createdAt),
                    author: space.authorId ?? site.users.first?.accountId ?? "unknown",
                    readableBy: space.readableBy ?? []))
        }
        for (index, space) in site.spaces.enumerated() { try readTree(of: space, id: spaces[index].id) }
        return MemorySite(
            name: site.name, spaces: spaces,
            people: site.users.map {
                Person(
                    accountID: $0.accountId, displayName: $0.displayName, email: $0.email ?? "",
                    accountStatus: $0.accountStatus ?? "active")
            },
            groups: site.groups.map { PeopleGroup(id: $0.id, name: $0.name, members: $0.members) }, items: items,
            attachments: attachments, comments: comments)
    }

    private mutating func readTree(of space: SampleFiles.Space, id: Int64) throws {
        let place = folder.appendingPathComponent(space.key)
        let tree = place.appendingPathComponent("tree.json")
        guard FileManager.default.fileExists(atPath: tree.path) else { return }
        for (position, entry) in try decode([SampleFiles.Entry].self, tree).enumerated() {
            try add(entry, position: position, space: id, place: place)
        }
    }

    private mutating func add(_ entry: SampleFiles.Entry, position: Int, space: Int64, place: URL) throws {
        let id = try number(entry.id)
        guard taken.insert(id).inserted else { throw invalid("\(place.lastPathComponent): id \(entry.id) twice") }
        let node = Node(
            id: id, kind: entry.kind, status: entry.status, space: space,
            parent: try entry.parentId.map { try number($0) }, restriction: entry.readRestriction)
        let body = try entry.body.map { try text(place.appendingPathComponent("bodies"), $0) } ?? ""
        items.append(
            Item(
                node: node, title: entry.title, position: position, author: entry.authorId,
                created: try moment(entry.createdAt), version: entry.version, updated: try moment(entry.updatedAt),
                updatedBy: entry.updatedBy ?? entry.authorId, labels: entry.labels ?? [], body: .text(body),
                subtype: entry.subtype))
        for file in entry.attachments ?? [] {
            let bytes = Array(try data(place.appendingPathComponent("attachments").appendingPathComponent(file.file)))
            let created = try moment(file.createdAt)
            attachments.append(
                Attachment(
                    id: try number(file.id), owner: id, status: file.status ?? .current, fileName: file.file,
                    mediaType: file.mediaType, created: created,
                    latest: AttachmentVersion(
                        number: file.version, created: created, author: file.authorId ?? entry.authorId,
                        comment: file.comment ?? "", content: .bytes(bytes)), labels: file.labels ?? []))
        }
        for remark in entry.comments ?? [] { try add(remark, owner: id, parent: nil, place: remark.kind ?? .footer) }
    }

    private mutating func add(_ remark: SampleFiles.Remark, owner: Int64, parent: Int64?, place: Comment.Place) throws {
        let id = try number(remark.id)
        comments.append(
            Comment(
                id: id, place: place, owner: owner, parent: parent, author: remark.authorId,
                created: try moment(remark.createdAt), body: remark.body))
        for reply in remark.replies ?? [] { try add(reply, owner: owner, parent: id, place: place) }
    }

    // MARK: Pieces

    private func number(_ id: String) throws -> Int64 {
        guard let number = Int64(id.hasPrefix("att") ? String(id.dropFirst(3)) : id), number > 0, number < 1 << 52
        else {
            throw invalid("id \(id) is not a positive number")
        }
        return number
    }

    private func moment(_ text: String) throws -> Timestamp {
        guard let moment = Timestamp(parsing: text) else { throw invalid("\(text) is not a time") }
        return moment
    }

    private func text(_ bodies: URL, _ name: String) throws -> String {
        // Written as `file.xml` or `bodies/file.xml`.
        let file = name.hasPrefix("bodies/") ? String(name.dropFirst(7)) : name
        return String(decoding: try data(bodies.appendingPathComponent(file)), as: UTF8.self)
    }

    private func data(_ url: URL) throws -> Data {
        do { return try Data(contentsOf: url) } catch {
            throw invalid("\(relative(url)): \(error.localizedDescription)")
        }
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ url: URL) throws -> Value {
        let data = try data(url)
        do { return try JSONDecoder().decode(type, from: data) } catch { throw invalid("\(relative(url)): \(error)") }
    }

    private func relative(_ url: URL) -> String {
        url.path.hasPrefix(folder.path) ? String(url.path.dropFirst(folder.path.count + 1)) : url.path
    }

    private func invalid(_ detail: String) -> SimulatorError { SimulatorError(code: .invalidSite, detail: detail) }
}
