import ConfluenceModel

extension V1Content {
    /// What a v1 request expands so that an attachment comes with all that is known of it.
    static let attachmentExpansion = ["version", "container", "extensions", "metadata.labels", "history"]

    /// An attachment as v1 shows it.
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
            createdAt: V2.date(json["history"]["createdDate"]), createdBy: user(json["history"]["createdBy"]),
            updatedBy: user(json["version"]["by"]), labels: wholeLabels(json["metadata"]["labels"]),
            comment: json["extensions"]["comment"].text ?? json["metadata"]["comment"].text,
            webPath: json["_links"]["webui"].text,
            downloadPath: json["_links"]["download"].text)
    }

    /// `nil`: not expanded, or cut short.
    private static func wholeLabels(_ list: JSON) -> [String]? {
        list["results"].isArray && !isCut(list) ? V2.labels(list["results"]) : nil
    }
}
