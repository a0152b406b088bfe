extension Exchange {
    private static let sorts: [String: Order] = ["created-date": .created, "modified-date": .modified]

    private func isListed(_ attachment: Attachment, _ statuses: Set<ItemStatus>) -> Bool {
        guard let owner = live.node(attachment.owner), mayRead(owner),
            owner.status == .current || owner.status == .archived,
            statuses.contains(attachment.status(on: owner.status))
        else { return false }
        return (query("mediaType").map { $0 == attachment.mediaType } ?? true)
            && (query("filename").map { $0 == attachment.fileName } ?? true)
    }

    private func attachmentStatuses() throws -> Set<ItemStatus> {
        try statuses(standard: [.current, .archived], allowed: ["current", "archived", "trashed"])
    }

    func attachments() throws -> Response {
        let statuses = try attachmentStatuses()
        let shelves = visibleSpaces.map { Shelf(space: $0.id, kind: .attachments) }
        return try walk(shelves, sort: try sort(Exchange.sorts), limit: try limit(standard: 50)) { id in
            guard let attachment = live.attachment(id), isListed(attachment, statuses) else { return nil }
            return json(attachment)
        }
    }

    func attachments(of text: String, _ kind: ItemKind) throws -> Response {
        let item = try item(text, [kind])
        let statuses = try attachmentStatuses()
        let sort = try sort(Exchange.sorts)
        let sorted = live.attachments(of: item.id).filter { isListed($0, statuses) }
            .map { ($0, sortKey($0.id, created: $0.created, modified: $0.latest.created, by: sort.order)) }
            .sorted { sort.descending ? $1.1 < $0.1 : $0.1 < $1.1 }
        return try page(of: sorted.map { json($0.0) }, limit: limit(standard: 50))
    }

    func visibleAttachment(_ text: String) throws -> Attachment {
        guard let id = Int64(text.hasPrefix("att") ? String(text.dropFirst(3)) : text),
            let attachment = live.attachment(id), let owner = live.node(attachment.owner), mayRead(owner)
        else { throw APIError.notFound }
        return attachment
    }

    func attachment(_ text: String) throws -> Response {
        let attachment = try visibleAttachment(text)
        var members: [(String, JSON)] = []
        let path = "/wiki/api/v2/attachments/\(attachment.idText)"
        if flag("include-labels") {
            members.append(("labels", included(attachment.labels.map(labelJSON), path + "/labels")))
        }
        if flag("include-versions") {
            members.append(("versions", included(versions(attachment), path + "/versions")))
        }
        return .json(withBase(json(attachment)).adding(members), objects: 1)
    }

    func attachmentLabels(_ text: String) throws -> Response {
        let labels = try visibleAttachment(text).labels.map(labelJSON)
        return try page(of: ["global", nil].contains(query("prefix")) ? labels : [], limit: limit())
    }

    private func versions(_ attachment: Attachment) -> [JSON] {
        ([attachment.latest] + attachment.former.reversed()).map { versionJSON($0) }
    }

    func attachmentVersions(_ text: String) throws -> Response {
        try page(of: versions(try visibleAttachment(text)), limit: limit())
    }

    private func versionJSON(_ version: AttachmentVersion) -> JSON {
        [
            "number": .int(version.number), "message": .string(version.comment), "minorEdit": false,
            "authorId": .string(version.author), "createdAt": .string(version.created.iso),
        ]
    }

    func json(_ attachment: Attachment) -> JSON {
        let addresses = ContentAddresses(state: live)
        let owner = live.node(attachment.owner)
        return [
            "id": .string(attachment.idText),
            "status": .string(attachment.status(on: owner?.status ?? .current).rawValue),
            "title": .string(attachment.fileName), "createdAt": .string(attachment.created.iso),
            owner?.kind == .blogpost ? "blogPostId" : "pageId": .id(attachment.owner),
            "mediaType": .string(attachment.mediaType),
            "mediaTypeDescription": .string(attachment.mediaType), "comment": .string(attachment.latest.comment),
            "fileId": .string(attachment.fileID), "fileSize": .int(attachment.latest.size),
            "webuiLink": .string(addresses.preview(attachment)),
            "downloadLink": .string(addresses.download(attachment)),
            "version": versionJSON(attachment.latest),
            "_links": [
                "webui": .string(addresses.preview(attachment)), "download": .string(addresses.download(attachment)),
            ],
        ]
    }

    // MARK: Download

    /// 302 to the media host, with a token that is good for this file and version.
    func download(_ container: String, _ attachment: String) throws -> Response {
        let found = try visibleAttachment(attachment)
        guard String(found.owner) == container, found.status != .trashed else { throw APIError.noContent(attachment) }
        let number = try number("version", standard: found.latest.number, 1...Int(Int32.max))
        guard found.version(number) != nil else { throw APIError.noContent(attachment) }
        let address =
            "\(media)/file/\(found.fileID)/binary?token=\(token(found, number, .now))&client=simulator"
            + "&attachment=\(found.id)&version=\(number)&name=\(PercentCoding.encode(found.fileName))"
        return Response.text("", status: 302).adding("Location", address)
    }

    /// Another one each time: when it was given out, chance, and a seal over both.
    private func token(
        _ attachment: Attachment, _ version: Int, _ moment: Timestamp, _ chance: UInt64 = .random(in: 0...(.max))
    ) -> String {
        let seal = mix(chance, moment.milliseconds ^ attachment.id, UInt64(version))
        return [UInt64(moment.milliseconds), chance, seal].map { String($0, radix: 36) }.joined(separator: ".")
    }

    private func isGood(_ token: String, _ attachment: Attachment, _ version: Int) -> Bool {
        let parts = token.split(separator: ".").compactMap { UInt64($0, radix: 36) }
        guard parts.count == 3, let milliseconds = Int64(exactly: parts[0]) else { return false }
        let moment = Timestamp(milliseconds: milliseconds)
        let age = Timestamp.now.milliseconds.subtractingReportingOverflow(milliseconds)
        return !age.overflow && .milliseconds(age.partialValue) <= options.signatureLifetime
            && token == self.token(attachment, version, moment, parts[1])
    }

    func mediaFile() -> Response {
        guard let id = query("attachment").flatMap({ Int64($0) }), let attachment = live.attachment(id),
            let version = query("version").flatMap({ Int($0) }), (1...Int(Int32.max)).contains(version),
            let token = query("token"), isGood(token, attachment, version),
            let file = attachment.version(version)
        else { return .json(["error": "access denied"], status: 403) }
        return Response(
            status: 200,
            headers: [
                ("Content-Type", attachment.mediaType),
                ("Content-Disposition", "attachment; filename*=UTF-8''\(PercentCoding.encode(attachment.fileName))"),
            ], body: .bytes(file.bytes))
    }
}

extension Attachment {
    /// In the form of a UUID.
    var fileID: String {
        let digits = (0..<2).map { part -> String in
            let text = String(mix(0xF11E, id, UInt64(part)), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}
