extension SiteState {
    /// Applies one edit as of `moment`.
    /// - Returns: the id of the content that was changed or made.
    /// - Throws: ``SimulatorError`` with `unknownContent`, `unknownSpace` or `invalidEdit`; the state is then as before.
    @discardableResult
    mutating func apply(_ edit: SiteEdit, at moment: Timestamp) throws -> String {
        var changed = self
        let id = try changed.perform(edit, at: moment)
        changed.editCount += 1
        self = changed
        return id
    }

    private mutating func perform(_ edit: SiteEdit, at moment: Timestamp) throws -> String {
        switch edit.edit {
        case .create: return try create(edit, at: moment)
        case .space: return try changeSpace(edit)
        default: break
        }
        if let file = attachment(named: edit.id) { return try perform(edit, on: file, at: moment) }
        var item = try item(named: edit.id)
        switch edit.edit {
        case .body:
            item.body = edit.body.map { .text($0) } ?? item.body
            advance(&item, edit, moment)
        case .retitle:
            guard let title = edit.title, !title.isEmpty else { throw invalid("retitle needs a title") }
            item.title = title
            advance(&item, edit, moment)
        case .move: try move(&item, edit)
        case .trash, .archive:
            if edit.descendants == true {
                for child in descendants(of: item.id) { setStatus(edit.edit == .trash ? .trashed : .archived, child) }
            } else {
                for child in children(of: item.id) { reparent(child, to: item.node.parent) }
            }
            item.node.status = edit.edit == .trash ? .trashed : .archived
        case .restore, .unarchive: item.node.status = .current
        case .purge:
            for child in children(of: item.id) { reparent(child, to: item.node.parent) }
            items[item.id] = nil
            purged.insert(item.id)
            return String(item.id)
        case .restrict: item.node.restriction = Restriction(users: edit.users ?? [], groups: edit.groups ?? [])
        case .unrestrict: item.node.restriction = nil
        case .relabel: item.labels = edit.labels ?? []
        case .attach: return try attach(edit, to: item, at: moment)
        case .detach: return try detach(edit, from: item)
        case .comment: return speak(edit, on: item, at: moment)
        case .create, .space: break
        }
        items[item.id] = item
        return String(item.id)
    }

    private func advance(_ item: inout Item, _ edit: SiteEdit, _ moment: Timestamp) {
        item.version += 1
        item.updated = moment
        item.updatedBy = edit.by ?? item.updatedBy
        item.message = edit.message ?? ""
    }

    func item(named id: String?) throws -> Item {
        guard let number = id.flatMap({ Int64($0) }), let item = item(number) else {
            throw SimulatorError(code: .unknownContent, detail: "no content with id \(id ?? "(none)")")
        }
        return item
    }

    private func space(named key: String?) throws -> Space {
        guard let key, let space = space(key: key) else {
            throw SimulatorError(code: .unknownSpace, detail: "no space with key \(key ?? "(none)")")
        }
        return space
    }

    func invalid(_ detail: String) -> SimulatorError { SimulatorError(code: .invalidEdit, detail: detail) }

    // MARK: The tree

    /// Every item below, in no order; the tree of one item is as large as it is.
    func descendants(of id: Int64) -> [Int64] {
        var found: [Int64] = []
        var seen: Set<Int64> = [id]
        var open = [id]
        while let next = open.popLast() {
            for child in children(of: next) where seen.insert(child).inserted {
                found.append(child)
                open.append(child)
            }
        }
        return found
    }

    private mutating func setStatus(_ status: ItemStatus, _ id: Int64) {
        guard var item = item(id) else { return }
        item.node.status = status
        items[id] = item
    }

    private mutating func reparent(_ id: Int64, to parent: Int64?) {
        guard var item = item(id) else { return }
        item.node.parent = parent
        items[id] = item
        if let parent { adopted[parent, default: []].append(id) }
    }

    private mutating func move(_ item: inout Item, _ edit: SiteEdit) throws {
        let below = descendants(of: item.id)
        var parent: Item?
        if edit.parent != nil { parent = try self.item(named: edit.parent) }
        if let parent, parent.id == item.id || below.contains(parent.id) {
            throw invalid("a page cannot move below itself")
        }
        let target = try edit.space.map { try space(named: $0).id } ?? parent?.node.space ?? item.node.space
        if target != item.node.space {
            for id in below + [item.id] {
                for attachment in attachments(of: id) where attachments[attachment.id] == nil {
                    attachments[attachment.id] = attachment
                }
                for comment in comments(of: id) where comments[comment.id] == nil {
                    comments[comment.id] = comment
                }
            }
            for id in below {
                guard var child = self.item(id) else { continue }
                child.node.space = target
                items[id] = child
                if let parent = child.node.parent { adopted[parent, default: []].append(id) }
            }
        }
        item.node.space = target
        item.node.parent = parent?.id
        if let parent { adopted[parent.id, default: []].append(item.id) }
    }

    // MARK: New things

    private mutating func create(_ edit: SiteEdit, at moment: Timestamp) throws -> String {
        let space = try space(named: edit.space)
        guard let title = edit.title, !title.isEmpty else { throw invalid("create needs a title") }
        guard let kind = ItemKind(rawValue: edit.kind ?? "page") else {
            throw invalid("unknown kind \(edit.kind ?? "")")
        }
        guard let status = ItemStatus(rawValue: edit.status ?? "current") else { throw invalid("unknown status") }
        var id = nextID
        if let given = edit.id {
            guard let number = Int64(given), number > 0, number < 1 << 52, item(number) == nil else {
                throw invalid("id \(given) is in use or not a number")
            }
            id = number
        }
        nextID = max(nextID, id + 1)
        var parent: Item?
        if edit.parent != nil { parent = try item(named: edit.parent) }
        let author = edit.by ?? base.people.first?.accountID ?? "unknown"
        let node = Node(
            id: id, kind: kind, status: status, space: space.id, parent: parent?.id,
            restriction: edit.users == nil && edit.groups == nil
                ? nil : Restriction(users: edit.users ?? [], groups: edit.groups ?? []))
        items[id] = Item(
            node: node, title: title, position: Int(id % 1_000_000), author: author, created: moment, version: 1,
            updated: moment, updatedBy: author, labels: edit.labels ?? [], body: .text(edit.body ?? "<p>\(id)</p>"))
        if let parent { adopted[parent.id, default: []].append(id) }
        return String(id)
    }

    private mutating func speak(_ edit: SiteEdit, on item: Item, at moment: Timestamp) -> String {
        let comment = Comment(
            id: nextID, place: Comment.Place(rawValue: edit.place ?? "") ?? .footer, owner: item.id, parent: nil,
            author: edit.by ?? item.author, created: moment, body: edit.body ?? "<p>\(item.title)</p>")
        nextID += 1
        comments[comment.id] = comment
        spoken[item.id, default: []].append(comment.id)
        return String(comment.id)
    }

    private mutating func changeSpace(_ edit: SiteEdit) throws -> String {
        var space = try space(named: edit.space)
        if let title = edit.title { space.name = title }
        if let status = edit.status {
            guard ["current", "archived", "trashed"].contains(status) else { throw invalid("unknown status \(status)") }
            space.status = status
        }
        spaces[space.id] = space
        return String(space.id)
    }
}
