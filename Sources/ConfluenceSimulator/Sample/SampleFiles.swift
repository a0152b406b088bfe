/// The files of a sample site, as written by people: `site.json`, and `KEY/tree.json` for each space.
enum SampleFiles {
    struct Site: Decodable {
        var name: String
        var users: [User]
        var groups: [Group]
        var spaces: [Space]
    }

    struct User: Decodable {
        var accountId: String
        var displayName: String
        var email: String?
        var accountStatus: String?
    }

    struct Group: Decodable {
        var id: String
        var name: String
        var members: [String]
    }

    struct Space: Decodable {
        var id: String
        var key: String
        var alias: String?
        var name: String
        var type: String
        var status: String
        var homepageId: String?
        var description: String?
        var createdAt: String
        var authorId: String?
        var readableBy: [String]?
    }

    struct Entry: Decodable {
        var id: String
        var kind: ItemKind
        var title: String
        var parentId: String?
        var body: String?
        var labels: [String]?
        var readRestriction: Restriction?
        var authorId: String
        var createdAt: String
        var updatedAt: String
        var updatedBy: String?
        var version: Int
        var status: ItemStatus
        var subtype: String?
        var attachments: [File]?
        var comments: [Remark]?
    }

    struct File: Decodable {
        var id: String
        var file: String
        var mediaType: String
        var version: Int
        var comment: String?
        var createdAt: String
        var authorId: String?
        var status: ItemStatus?
        var labels: [String]?
    }

    struct Remark: Decodable {
        var id: String
        var kind: Comment.Place?
        var body: String
        var authorId: String
        var createdAt: String
        var replies: [Remark]?
    }
}
