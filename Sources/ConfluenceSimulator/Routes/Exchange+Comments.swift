extension Exchange {
    private static let sorts: [String: Order] = ["created-date": .created, "modified-date": .modified]

    private func isListed(_ comment: Comment) -> Bool {
        guard let owner = live.node(comment.owner), mayRead(owner) else { return false }
        return owner.status == .current || owner.status == .archived
    }

    func comments(_ place: Comment.Place) throws -> Response {
        let kind: Shelf.Kind = place == .footer ? .footerComments : .inlineComments
        let format = try bodyFormat(Bodies.listFormats)
        let shelves = visibleSpaces.map { Shelf(space: $0.id, kind: kind) }
        return try walk(shelves, sort: try sort(Exchange.sorts), limit: try limit()) { id in
            guard let comment = live.comment(id), isListed(comment) else { return nil }
            return json(comment, body: format)
        }
    }

    /// Root comments of a page or blog post.
    func comments(on text: String, _ kind: ItemKind, _ place: Comment.Place) throws -> Response {
        let item = try item(text, [kind])
        let format = try bodyFormat(Bodies.listFormats)
        let roots = live.comments(of: item.id).filter { $0.place == place && $0.parent == nil }
        return try page(of: roots.map { json($0, body: format) }, limit: limit())
    }

    func comment(_ text: String, _ place: Comment.Place) throws -> Response {
        let comment = try visibleComment(text, place)
        return .json(withBase(json(comment, body: try bodyFormat(Bodies.singleFormats))), objects: 1)
    }

    func replies(to text: String, _ place: Comment.Place) throws -> Response {
        let comment = try visibleComment(text, place)
        let format = try bodyFormat(Bodies.listFormats)
        let replies = live.comments(of: comment.owner).filter { $0.parent == comment.id }
        return try page(of: replies.map { json($0, body: format) }, limit: limit())
    }

    private func visibleComment(_ text: String, _ place: Comment.Place) throws -> Comment {
        guard let id = Int64(text), let comment = live.comment(id), comment.place == place, isListed(comment) else {
            throw APIError.notFound
        }
        return comment
    }

    private func json(_ comment: Comment, body format: String?) -> JSON {
        let owner = live.item(comment.owner)
        var members: [(String, JSON)] = [
            ("id", .id(comment.id)), ("status", "current"), ("title", .string("Re: \(owner?.title ?? "")")),
        ]
        if let parent = comment.parent {
            members.append(("parentCommentId", .id(parent)))
        } else {
            members.append((owner?.node.kind == .blogpost ? "blogPostId" : "pageId", .id(comment.owner)))
        }
        members += [
            (
                "version",
                [
                    "number": 1, "message": "", "minorEdit": false, "authorId": .string(comment.author),
                    "createdAt": .string(comment.created.iso),
                ]
            ), ("body", Bodies.json(comment.body, as: format)),
        ]
        if comment.place == .inline {
            members += [
                ("resolutionStatus", "open"),
                (
                    "properties",
                    ["inlineMarkerRef": .string("marker-\(comment.id)"), "inlineOriginalSelection": "text"]
                ),
            ]
        }
        let web = owner.map { ContentAddresses(state: live).web($0) } ?? ""
        members.append(("_links", ["webui": .string("\(web)?focusedCommentId=\(comment.id)")]))
        return .object(members)
    }
}
