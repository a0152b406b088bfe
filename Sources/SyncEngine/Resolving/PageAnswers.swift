internal import ConfluenceModel
internal import StorageFormat

/// Answers one page's questions from what its batch has looked up. Pages and spaces are not looked up: the converter
/// computes their addresses from titles and keys, and those of a page's own files from its id.
struct PageAnswers: ContentResolver {
    let siteAddress: String
    let names: [AccountID: String]
    let shown: ShownPages
    let spaceKey: String
    /// What the page hangs on.
    let parent: Ancestor?

    func user(_ user: UserReference) -> ResolvedUser? {
        (user.accountID ?? user.userKey).flatMap { names[AccountID($0)] }.map { ResolvedUser(displayName: $0) }
    }

    func attachmentURL(owner: PageReference?, fileName: String) -> String? {
        owner.flatMap { shown.id(of: $0) }.map {
            "\(siteAddress)/download/attachments/\($0)/\(percentEncoded(fileName))"
        }
    }

    func parentPage() -> PageReference? {
        guard let parent, parent.kind == .page, !parent.title.isEmpty else { return nil }
        return PageReference(spaceKey: spaceKey, title: parent.title)
    }

    func includedContent(_ page: PageReference) -> IncludedContent? {
        guard let id = shown.id(of: page), let content = shown.contents[id]?.content, let body = content.body else {
            return nil
        }
        return IncludedContent(storage: body, context: content.context(siteAddress: siteAddress))
    }
}

extension StorageReferences {
    /// Those who can be asked for.
    var people: [AccountID] { users.compactMap { $0.accountID ?? $0.userKey }.map { AccountID($0) } }
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
