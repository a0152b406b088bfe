import struct Foundation.Data

/// Edits of what hangs on pages and blog posts.
extension SiteState {
    /// `att123`, or the number alone where no page has it.
    func attachment(named id: String?) -> Attachment? {
        guard let id, let number = Int64(id.hasPrefix("att") ? String(id.dropFirst(3)) : id) else { return nil }
        return node(number) == nil ? attachment(number) : nil
    }

    /// Name, container, labels and status change without a new version, as in Confluence.
    mutating func perform(_ edit: SiteEdit, on file: Attachment, at moment: Timestamp) throws -> String {
        var file = file
        switch edit.edit {
        case .body: try renew(&file, edit, at: moment)
        case .retitle:
            guard let name = edit.title, !name.isEmpty else { throw invalid("retitle needs a title") }
            file.fileName = name
        case .move: file.owner = try carrier(edit.parent).id
        case .trash: file.status = .trashed
        case .restore: file.status = .current
        case .purge:
            attachments[file.id] = nil
            purged.insert(file.id)
            return file.idText
        case .relabel: file.labels = edit.labels ?? []
        default: throw invalid("\(edit.edit.rawValue) is not for attachments: they follow what they hang on")
        }
        let isTwice = attachments(of: file.owner).contains {
            $0.id != file.id && $0.fileName == file.fileName && $0.status == .current
        }
        if isTwice, file.status == .current { throw invalid("\(file.owner) has a file \(file.fileName)") }
        if file.owner != attachment(file.id)?.owner { hung[file.owner, default: []].append(file.id) }
        attachments[file.id] = file
        return file.idText
    }

    mutating func attach(_ edit: SiteEdit, to item: Item, at moment: Timestamp) throws -> String {
        guard let name = edit.file, !name.isEmpty else { throw invalid("attach needs a file name") }
        if var file = attachments(of: item.id).first(where: { $0.fileName == name && $0.status == .current }) {
            try renew(&file, edit, at: moment)
            attachments[file.id] = file
            return file.idText
        }
        let owner = try carrier(edit.id)
        let computed = GeneratedFile(named: name, seed: 0, id: nextID, version: 1)
        let version = AttachmentVersion(
            number: 1, created: moment, author: edit.by ?? item.updatedBy, comment: edit.comment ?? "",
            content: try content(of: edit) ?? .computed(computed))
        let file = Attachment(
            id: nextID, owner: owner.id, status: .current, fileName: name,
            mediaType: edit.mediaType ?? computed.format.mediaType, created: moment, latest: version,
            labels: edit.labels ?? [])
        nextID += 1
        attachments[file.id] = file
        hung[owner.id, default: []].append(file.id)
        return file.idText
    }

    mutating func detach(_ edit: SiteEdit, from item: Item) throws -> String {
        let current = attachments(of: item.id).first { $0.fileName == edit.file && $0.status == .current }
        guard var file = current else {
            throw SimulatorError(code: .unknownContent, detail: "page \(item.id) has no file \(edit.file ?? "")")
        }
        file.status = .trashed
        attachments[file.id] = file
        return file.idText
    }

    /// The next version: with what the edit brings, else computed.
    private func renew(_ file: inout Attachment, _ edit: SiteEdit, at moment: Timestamp) throws {
        var computed = GeneratedFile(named: file.fileName, seed: 0, id: file.id, version: 1)
        if case .computed(let last) = file.latest.content { computed = last }
        computed.version = file.latest.number + 1
        let next = AttachmentVersion(
            number: file.latest.number + 1, created: moment, author: edit.by ?? file.latest.author,
            comment: edit.comment ?? "", content: try content(of: edit) ?? .computed(computed))
        file.former.append(file.latest)
        file.latest = next
        file.mediaType = edit.mediaType ?? file.mediaType
    }

    private func content(of edit: SiteEdit) throws -> AttachmentVersion.Content? {
        if let encoded = edit.base64 {
            guard let data = Data(base64Encoded: encoded) else { throw invalid("not base64") }
            return .bytes(Array(data))
        }
        return (edit.text ?? edit.body).map { .bytes(Array($0.utf8)) }
    }

    /// Only pages and blog posts carry files.
    private func carrier(_ id: String?) throws -> Item {
        let item = try item(named: id)
        guard item.node.kind == .page || item.node.kind == .blogpost else {
            throw invalid("a \(item.node.kind.rawValue) carries no files")
        }
        return item
    }
}
