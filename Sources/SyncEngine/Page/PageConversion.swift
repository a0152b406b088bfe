internal import ConfluenceModel
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
        owner == nil ? "\(siteAddress)/download/attachments/\(page)/\(percentEncoded(fileName))" : nil
    }
}

/// RFC 3986: all but the unreserved characters.
private func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
