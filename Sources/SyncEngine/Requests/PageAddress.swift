internal import ConfluenceClient
internal import ConfluenceModel
internal import Foundation
internal import HTTPTransport

/// What the address of a page, as people copy it from a browser, says of it.
enum PageAddress: Equatable {
    case id(ContentID)
    case name(PageName)

    /// `…/pages/123/Title`, `…/pages/viewpage.action?pageId=123`, `…/display/KEY/Title`; `nil` for others, short links
    /// among them, and for those of other sites.
    init?(_ text: String, on site: ConfluenceSite) {
        guard let url = try? HTTPURL(text), url.host == site.webBase.host, url.port == site.webBase.port else {
            return nil
        }
        let base = site.webBase.path.split(separator: "/")
        let path = url.path.split(separator: "/")
        guard path.starts(with: base) else { return nil }
        let parts = path.dropFirst(base.count).map(String.init)
        let query = (url.query ?? "").split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        if let id = query.first(where: { $0.count == 2 && $0[0] == "pageId" })?[1], id.isNumber {
            self = .id(ContentID(String(id)))
        } else if let pages = parts.firstIndex(where: { ["pages", "blog"].contains($0) }),
            let id = parts[(pages + 1)...].last(where: { $0.isNumber })
        {
            // `…/blog/2024/05/01/123/Title`: the id is the last of the numbers.
            self = .id(ContentID(id))
        } else if parts.count == 3, parts[0] == "display", let key = Self.decoded(parts[1]),
            let title = Self.decoded(parts[2])
        {
            self = .name(PageName(spaceKey: key, title: title))
        } else {
            return nil
        }
    }

    private static func decoded(_ part: String) -> String? {
        part.replacing("+", with: " ").removingPercentEncoding
    }
}

extension StringProtocol {
    fileprivate var isNumber: Bool { (1...20).contains(utf8.count) && utf8.allSatisfy { (48...57).contains($0) } }
}
