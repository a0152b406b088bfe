internal import ContentTree

extension MacroBehaviour {
    /// Other sites shown in a frame.
    static let frame = MacroBehaviour(
        "widget", "iframe", "youtube", "vimeo", "trello", "embed", "widget-connector", prefixes: ["google"]
    ) { macro, walker in
        guard let url = walker.address(in: macro), let target = walker.webDestination(url) else {
            MacroBehaviour.unknown.expand(macro, walker)
            return
        }
        walker.linkParagraph(target, text: macro.text("title", "label", "caption") ?? url, kind: .web)
        walker.walkBody(of: macro)
    }

    static let feed = MacroBehaviour("rss", "feed") { macro, walker in
        walker.titleLine(macro.text("title"))
        guard let url = walker.address(in: macro) ?? macro.text("url", ""), let target = walker.webDestination(url)
        else { return }
        walker.linkParagraph(target, text: url, kind: .web)
    }

    static let profile = MacroBehaviour("profile", "profile-picture", "mention", "user-profile") { macro, walker in
        if let node = walker.resource(in: macro, .user) {
            walker.walkUser(node)
        } else if let name = macro.text("user", "username", "account-id", "accountid", "") {
            walker.mention(UserReference(name: name))
        }
    }

    static let button = MacroBehaviour(
        "handy-date", "handy-button", "button", "aura-button", "ui-button", "tip-link", "handy-heading", "button-handy"
    ) { macro, walker in
        let label = macro.text("label", "title", "text", "name", "date", "body", "") ?? ""
        let url = walker.address(in: macro) ?? macro.text("url", "link", "href")
        if let url, let target = walker.webDestination(url) {
            walker.appendLink(target, text: label.isEmpty ? url : label, kind: .web)
        } else if let page = walker.resource(in: macro, .page) ?? walker.resource(in: macro, .attachment),
            let target = walker.destination(of: ResourceName(resource: page, anchor: ""))
        {
            let named = ResourceName(resource: page, anchor: "")
            walker.appendLink(
                target, text: label.isEmpty ? walker.text(of: named) : label, kind: walker.kind(of: named))
        } else if !label.isEmpty {
            walker.flow.append(label.singleSpaced, style: walker.style)
        }
        walker.walkBody(of: macro)
    }
}
