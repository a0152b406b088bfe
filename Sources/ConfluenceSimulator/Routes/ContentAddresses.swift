import struct Foundation.Data

/// Where content is found in a browser, relative to the base.
struct ContentAddresses {
    let state: SiteState
    var isDataCenter = false

    func web(_ item: Item) -> String {
        let space = state.spaces[item.node.space]
        if isDataCenter { return display(item, space) }
        let place = "/spaces/\(space?.alias ?? space?.key ?? "")"
        switch item.node.kind {
        case .page:
            if space?.homepage == item.id { return place + "/overview" }
            return "\(place)/pages/\(item.id)/\(PercentCoding.encode(item.title, space: "+"))"
        case .blogpost:
            let day = item.created.iso.prefix(10).split(separator: "-").joined(separator: "/")
            return "\(place)/blog/\(day)/\(item.id)/\(PercentCoding.encode(item.title, space: "+"))"
        case .folder, .whiteboard, .database, .embed: return "\(place)/\(item.node.kind.rawValue)/\(item.id)"
        }
    }

    /// `/display/KEY/Title`, or by id where the title does not go into an address.
    private func display(_ item: Item, _ space: Space?) -> String {
        let isPlain = item.title.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " -_.".contains($0)) }
        guard isPlain, let key = space?.key else { return "/pages/viewpage.action?pageId=\(item.id)" }
        let title = PercentCoding.encode(item.title, space: "+")
        guard item.node.kind == .blogpost else { return "/display/\(key)/\(title)" }
        let day = item.created.iso.prefix(10).split(separator: "-").joined(separator: "/")
        return "/display/\(key)/\(day)/\(title)"
    }

    /// `/x/` and the id as little-endian bytes in base64 for addresses.
    func tiny(_ id: Int64) -> String {
        var bytes: [UInt8] = []
        var rest = UInt64(bitPattern: id)
        while rest > 0 {
            bytes.append(UInt8(rest & 255))
            rest >>= 8
        }
        let text = Data(bytes).base64EncodedString()
        return "/x/" + text.replacing("+", with: "_").replacing("/", with: "-").replacing("=", with: "")
    }

    func links(_ item: Item) -> JSON {
        [
            "editui": .string("/pages/resumedraft.action?draftId=\(item.id)"), "webui": .string(web(item)),
            "tinyui": .string(tiny(item.id)),
        ]
    }

    func download(_ attachment: Attachment) -> String {
        "/download/attachments/\(attachment.owner)/\(PercentCoding.encode(attachment.fileName))"
            + "?version=\(attachment.latest.number)&modificationDate=\(attachment.latest.created.milliseconds)"
            + (isDataCenter ? "&api=v2" : "&cacheVersion=1&api=v2")
    }

    func preview(_ attachment: Attachment) -> String {
        "/pages/viewpageattachments.action?pageId=\(attachment.owner)&preview=%2F\(attachment.owner)%2F\(attachment.idText)"
    }
}
