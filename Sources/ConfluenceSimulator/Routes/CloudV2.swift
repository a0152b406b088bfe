extension Router {
    /// Confluence Cloud REST v2: what a reader uses.
    static let cloudV2: [Route] =
        spaces + content + attachmentsAndComments + tree + [
            Route("POST /api/v2/content/convert-ids-to-types") { exchange, _ in try exchange.convertIDs() },
            Route("POST /api/v2/users-bulk") { exchange, _ in try exchange.usersBulk() },
            Route("GET /api/v2/labels") { exchange, _ in try exchange.allLabels() },
            Route("GET /api/v2/labels/{id}/pages") { try $0.labelled($1[0], [.pages]) },
            Route("GET /api/v2/labels/{id}/blogposts") { try $0.labelled($1[0], [.blogposts]) },
            Route("GET /api/v2/labels/{id}/attachments") { try $0.labelledAttachments($1[0]) },
        ]

    private static let spaces: [Route] = [
        Route("GET /api/v2/spaces") { exchange, _ in try exchange.spaces() },
        Route("GET /api/v2/spaces/{id}") { try $0.space($1[0]) },
        Route("GET /api/v2/spaces/{id}/pages") { try $0.pages(inSpace: $1[0]) },
        Route("GET /api/v2/spaces/{id}/blogposts") { try $0.blogposts(inSpace: $1[0]) },
        Route("GET /api/v2/spaces/{id}/permissions") { try $0.spacePermissions($1[0]) },
        Route("GET /api/v2/spaces/{id}/labels") { exchange, _ in exchange.page([], next: nil) },
        Route("GET /api/v2/spaces/{id}/role-assignments") { exchange, _ in exchange.page([], next: nil) },
        Route("GET /api/v2/space-roles") { exchange, _ in exchange.page([], next: nil) },
        Route("GET /api/v2/space-role-mode") { _, _ in .json(["mode": "PRE_ROLES"]) },
    ]

    private static let content: [Route] = [
        Route("GET /api/v2/pages") { exchange, _ in try exchange.pages(inSpace: nil) },
        Route("GET /api/v2/pages/{id}") { try $0.single($1[0], .page) },
        Route("GET /api/v2/blogposts") { exchange, _ in try exchange.blogposts(inSpace: nil) },
        Route("GET /api/v2/blogposts/{id}") { try $0.single($1[0], .blogpost) },
        Route("GET /api/v2/pages/{id}/labels") { try $0.labels(of: $1[0], .page) },
        Route("GET /api/v2/blogposts/{id}/labels") { try $0.labels(of: $1[0], .blogpost) },
        Route("GET /api/v2/pages/{id}/versions") { try $0.versions(of: $1[0], .page) },
        Route("GET /api/v2/blogposts/{id}/versions") { try $0.versions(of: $1[0], .blogpost) },
        Route("GET /api/v2/pages/{id}/operations") { try $0.operations($1[0], [.page]) },
        Route("GET /api/v2/pages/{id}/properties") { try $0.nothing(about: $1[0], [.page]) },
    ]

    private static let attachmentsAndComments: [Route] = [
        Route("GET /api/v2/attachments") { exchange, _ in try exchange.attachments() },
        Route("GET /api/v2/attachments/{id}") { try $0.attachment($1[0]) },
        Route("GET /api/v2/attachments/{id}/labels") { try $0.attachmentLabels($1[0]) },
        Route("GET /api/v2/attachments/{id}/versions") { try $0.attachmentVersions($1[0]) },
        Route("GET /api/v2/pages/{id}/attachments") { try $0.attachments(of: $1[0], .page) },
        Route("GET /api/v2/blogposts/{id}/attachments") { try $0.attachments(of: $1[0], .blogpost) },
        Route("GET /api/v2/footer-comments") { exchange, _ in try exchange.comments(.footer) },
        Route("GET /api/v2/inline-comments") { exchange, _ in try exchange.comments(.inline) },
        Route("GET /api/v2/footer-comments/{id}") { try $0.comment($1[0], .footer) },
        Route("GET /api/v2/inline-comments/{id}") { try $0.comment($1[0], .inline) },
        Route("GET /api/v2/footer-comments/{id}/children") { try $0.replies(to: $1[0], .footer) },
        Route("GET /api/v2/inline-comments/{id}/children") { try $0.replies(to: $1[0], .inline) },
        Route("GET /api/v2/pages/{id}/footer-comments") { try $0.comments(on: $1[0], .page, .footer) },
        Route("GET /api/v2/pages/{id}/inline-comments") { try $0.comments(on: $1[0], .page, .inline) },
        Route("GET /api/v2/blogposts/{id}/footer-comments") { try $0.comments(on: $1[0], .blogpost, .footer) },
        Route("GET /api/v2/blogposts/{id}/inline-comments") { try $0.comments(on: $1[0], .blogpost, .inline) },
    ]

    private static let tree: [Route] = [
        (ItemKind.page, "pages"), (.folder, "folders"), (.whiteboard, "whiteboards"), (.database, "databases"),
        (.embed, "embeds"),
    ].flatMap { kind, name in
        [
            Route("GET /api/v2/\(name)/{id}/ancestors") { try $0.ancestors(of: $1[0], kind) },
            Route("GET /api/v2/\(name)/{id}/direct-children") { try $0.directChildren(of: $1[0], kind) },
            Route("GET /api/v2/\(name)/{id}/descendants") { try $0.descendants(of: $1[0], kind) },
        ] + (kind == .page ? [] : [Route("GET /api/v2/\(name)/{id}") { try $0.container($1[0], kind) }])
    }
}
