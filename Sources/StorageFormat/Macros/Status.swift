internal import ContentTree

extension MacroBehaviour {
    static let status = MacroBehaviour("status", "status-handy") { macro, walker in
        guard let title = macro.text("title", "status", "label", "")?.singleSpaced, !title.isEmpty else { return }
        walker.flow.joint()
        walker.flow.append(title, style: walker.style.union(.code))
        walker.flow.joint()
    }
}
