internal import ConfluenceModel
internal import Foundation
internal import MarkdownWriter
internal import StorageFormat
internal import SyncState

/// Storage format → content tree → markdown, with what a batch has looked up for all its pages.
struct PageConversion {
    let siteAddress: String
    let names: [AccountID: String]

    struct Converted {
        let markdown: String
        let warnings: [ConversionWarning]
    }

    /// `nil`: the content came without its text.
    func convert(_ content: Content, in space: SpaceRecord) throws(StorageFormatError) -> Converted? {
        guard let body = content.body else { return nil }
        let context = ConversionContext(
            baseURL: siteAddress, spaceKey: space.key, pageID: content.facts.id.rawValue, pageTitle: content.facts.title
        )
        let reader = StorageFormatReader(
            context: context, resolver: PageResolver(siteAddress: siteAddress, page: content.facts.id, names: names))
        let document = try reader.read(body)
        return Converted(markdown: MarkdownWriter().write(document.tree).text, warnings: document.warnings)
    }

    /// Everybody the bodies mention, and authors whose name did not come along.
    static func people(in contents: [Content]) -> Set<AccountID> {
        var people = Set(
            contents.flatMap { [$0.createdBy, $0.updatedBy] }.compactMap { $0 }.filter(\.displayName.isEmpty).map(\.id))
        for content in contents {
            guard let body = content.body, body.contains("<ri:user") else { continue }
            let users = StorageReferences(in: body).users
            people.formUnion(users.compactMap { $0.accountID ?? $0.userKey }.map(AccountID.init(_:)))
        }
        return people
    }
}

/// Answers from what the batch has looked up.
struct PageResolver: ContentResolver {
    let siteAddress: String
    let page: ContentID
    let names: [AccountID: String]

    func user(_ user: UserReference) -> ResolvedUser? {
        (user.accountID ?? user.userKey).flatMap { names[AccountID($0)] }.map { ResolvedUser(displayName: $0) }
    }

    /// Files of the page itself have an address that can be computed; those of others need their page's id.
    func attachmentURL(owner: PageReference?, fileName: String) -> String? {
        guard owner == nil, let name = fileName.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) else {
            return nil
        }
        return "\(siteAddress)/download/attachments/\(page)/\(name.replacing("/", with: "%2F"))"
    }
}
