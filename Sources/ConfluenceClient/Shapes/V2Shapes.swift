import ConfluenceModel

import struct Foundation.Date

/// Cloud REST v2: `SpaceBulk`, `PageBulk`, `BlogPostBulk`, `AttachmentBulk`, folders and their kin.
enum V2 {
    static func space(_ json: JSON) throws(Unreadable) -> Space {
        Space(
            id: SpaceID(try json.required("id", of: "space")), key: try json.required("key", of: "space"),
            name: json["name"].text ?? "", type: json["type"].text ?? "global",
            status: json["status"].text?.lowercased() ?? "current",
            homepageID: json["homepageId"].text.map { ContentID($0) }, webPath: json["_links"]["webui"].text)
    }

    static func summary(_ json: JSON, _ kind: ContentKind) throws(Unreadable) -> ContentSummary {
        let what = kind.rawValue
        guard let number = json["version"]["number"].int else {
            throw Unreadable("\(what) \(json["id"].text ?? "?") has no version")
        }
        return ContentSummary(
            id: ContentID(try json.required("id", of: what)), kind: kind, status: status(json),
            title: json["title"].string ?? "", spaceID: SpaceID(try json.required("spaceId", of: what)),
            parentID: json["parentId"].text.map { ContentID($0) },
            parentKind: json["parentId"].text == nil
                ? nil : json["parentType"].text.flatMap { ContentKind(rawValue: $0) },
            version: version(json, number), createdAt: date(json["createdAt"]),
            author: json["authorId"].text.map { AccountID($0) }, webPath: json["_links"]["webui"].text)
    }

    static func attachment(_ json: JSON) throws(Unreadable) -> Attachment {
        guard let number = json["version"]["number"].int else {
            throw Unreadable("attachment \(json["id"].text ?? "?") has no version")
        }
        let page = json["pageId"].text
        let container = page ?? json["blogPostId"].text
        return Attachment(
            id: ContentID(try json.required("id", of: "attachment")), status: status(json),
            fileName: try json.required("title", of: "attachment"), containerID: container.map { ContentID($0) },
            containerKind: container == nil ? nil : page == nil ? .blogpost : .page,
            mediaType: json["mediaType"].text ?? "", fileSize: json["fileSize"].int, version: version(json, number),
            createdAt: date(json["createdAt"]),
            updatedBy: json["version"]["authorId"].text.map { User(id: AccountID($0), displayName: "") },
            labels: wholeLabels(json["labels"]), comment: json["comment"].text,
            webPath: json["webuiLink"].text ?? json["_links"]["webui"].text,
            downloadPath: json["downloadLink"].text ?? json["_links"]["download"].text)
    }

    static func treeNode(_ json: JSON, _ kind: ContentKind) throws(Unreadable) -> TreeNode {
        TreeNode(
            id: ContentID(try json.required("id", of: kind.rawValue)), kind: kind, title: json["title"].string ?? "",
            parentID: json["parentId"].text.map { ContentID($0) },
            parentKind: json["parentId"].text == nil
                ? nil : json["parentType"].text.flatMap { ContentKind(rawValue: $0) },
            spaceID: json["spaceId"].text.map { SpaceID($0) })
    }

    /// An unknown status counts as current: better an extra page than a lost one.
    static func status(_ json: JSON) -> ContentStatus {
        json["status"].text.flatMap { ContentStatus(rawValue: $0.lowercased()) } ?? .current
    }

    static func date(_ json: JSON) -> Date? { json.text.flatMap { Date(timestamp: $0) } }

    private static func version(_ json: JSON, _ number: Int) -> ContentVersion {
        ContentVersion(
            number: number, createdAt: date(json["version"]["createdAt"]),
            author: json["version"]["authorId"].text.map { AccountID($0) })
    }

    /// The labels that came along with `include-labels`; `nil`: not asked for, or more than the answer holds.
    static func wholeLabels(_ json: JSON) -> [String]? {
        json["results"].isArray && json["meta"]["hasMore"].bool != true ? labels(json["results"]) : nil
    }

    /// The names that count: `my:` labels are private, others than global ones keep their prefix.
    static func labels(_ json: JSON) -> [String] {
        json.elements.compactMap { label in
            guard let name = label["name"].text else { return nil }
            switch label["prefix"].text ?? "global" {
            case "global": return name
            case "my": return nil
            case let prefix: return "\(prefix):\(name)"
            }
        }
    }
}
