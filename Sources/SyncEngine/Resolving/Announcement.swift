internal import ConfluenceClient
internal import ConfluenceModel
internal import JobQueue
internal import SyncState

/// What a content's own job says to those who show it: which version of its text they may show, or that they may not.
struct Announcement {
    let job: Job
    let state: ShownState
    /// What it is called now; `nil` where nothing may be shown.
    let name: PageName?
}

extension Announcement {
    /// `nil`: nothing was found out.
    init?(page: PageCase, verdict: PageVerdict, space: SpaceRecord?) {
        switch verdict {
        case .fail, .refuse, .fetchBody, .absent: return nil
        case .remove, .skip: self.init(job: page.job, state: .hidden, name: nil)
        case .push, .patch, .unchanged:
            guard let facts = page.content?.facts, let space, page.layers.isEmpty else {
                self.init(job: page.job, state: .hidden, name: nil)
                return
            }
            self.init(
                job: page.job, state: ShownState(version: facts.version),
                name: PageName(spaceKey: space.key, title: facts.title))
        }
    }
}
