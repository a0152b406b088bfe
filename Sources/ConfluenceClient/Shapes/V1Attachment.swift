import ConfluenceModel

extension V1Content {
    /// An attachment as v1 shows it, with `version`, `container`, `extensions` and `metadata` expanded.
    static func attachment(_ json: JSON) throws(Unreadable) -> Attachment {
        guard let number = json["version"]["number"].int else {
            throw Unreadable("attachment \(json["id"].text ?? "?") has no version")
        }
        let container = json["container"]
        let kind = container["type"].text.flatMap { ContentKind(rawValue: $0) }
        let isOnPage = kind == .page || kind == .blogpost
        return Attachment(
            id: ContentID(try json.required("id", of: "attachment")), status: V2.status(json),
            fileName: try json.required("title", of: "attachment"),
            containerID: isOnPage ? container["id"].text.map { ContentID($0) } : nil,
            containerKind: isOnPage ? kind : nil,
            mediaType: json["extensions"]["mediaType"].text ?? json["metadata"]["mediaType"].text ?? "",
            fileSize: json["extensions"]["fileSize"].int,
            version: ContentVersion(
                number: number, createdAt: V2.date(json["version"]["when"]), author: user(json["version"]["by"])?.id),
            createdAt: V2.date(json["history"]["createdDate"]), webPath: json["_links"]["webui"].text,
            downloadPath: json["_links"]["download"].text)
    }
}
