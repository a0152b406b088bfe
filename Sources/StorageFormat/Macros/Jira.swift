internal import ContentTree

extension MacroBehaviour {
    static let jira = MacroBehaviour("jira", "jiraissues", prefixes: ["jiraissues-"]) { macro, walker in
        let server = walker.resolver.jiraServerURL(id: macro.text("serverid"), name: macro.text("server"))
        if let key = macro.text("key", "issuekey")?.singleSpaced {
            walker.issue(key, server: server)
        } else {
            walker.issueSearch(macro, server: server)
        }
        walker.flow.joint()
    }
}

extension Walker {
    fileprivate func issue(_ key: String, server: String?) {
        conversion.note(jiraKey: key)
        flow.joint()
        if let server {
            appendLink(.address("\(server)/browse/\(key.pathEncoded)"), text: key, kind: .web)
        } else {
            flow.append(key, style: style)
        }
        guard let known = resolver.jiraIssue(key: key) else { return }
        if let summary = known.summary?.singleSpaced, !summary.isEmpty { flow.append(" – " + summary, style: style) }
        if let status = known.status?.singleSpaced, !status.isEmpty {
            flow.space()
            flow.append(status, style: style.union(.code))
        }
    }

    fileprivate func issueSearch(_ macro: Macro, server: String?) {
        let query = macro.text("jqlquery", "jql", "query")
        let direct = address(in: macro) ?? macro.text("url")
        guard let words = query ?? macro.text("filter", "filtername") ?? direct ?? macro.text("title") else { return }
        flow.joint()
        flow.append("Jira:", style: style)
        flow.space()
        let target = server.map { "\($0)/issues/?jql=\(words.pathEncoded)" } ?? direct
        let shown = words.singleSpaced
        guard let target, !flow.isInLink, let destination = webDestination(target) else {
            flow.append(shown, style: style.union(.code))
            return
        }
        flow.openLink(destination, title: nil, style: style)
        flow.append(shown, style: query == nil ? [] : .code)
        _ = flow.closeLink()
    }
}
