/// An attachment as it truly is, to compare a copy with.
package struct SimulatedAttachment: Sendable {
    /// As this deployment shows it: `att123`, on Data Center `123`.
    package var id: String
    package var containerID: String
    /// `page` or `blogpost`
    package var containerKind: String
    /// Of what it hangs on: a file in no trash may hang on a page that is.
    package var containerStatus: String
    package var fileName: String
    package var version: Int
    /// Its own: `current`, `trashed`, or `archived` with its page.
    package var status: String
    package var size: Int
    package var mediaType: String
    package var labels: [String]
    package var spaceKey: String
    package var spaceStatus: String
    /// A read restriction on what it hangs on or an ancestor of that.
    package var isRestricted: Bool
    /// It is current, as are its page and space, and the simulator's main account may see the page.
    package var isVisible: Bool

    var json: JSON {
        [
            "id": .string(id), "containerId": .string(containerID), "containerKind": .string(containerKind),
            "containerStatus": .string(containerStatus), "fileName": .string(fileName), "version": .int(version),
            "status": .string(status), "size": .int(size), "mediaType": .string(mediaType),
            "labels": .strings(labels), "spaceKey": .string(spaceKey), "spaceStatus": .string(spaceStatus),
            "restricted": .bool(isRestricted), "visible": .bool(isVisible),
        ]
    }
}

/// All attachments of a site, by id.
package struct SimulatedAttachments: Sequence, Sendable {
    private let state: SiteState
    private let viewer: Viewer
    private let isDataCenter: Bool

    init(_ state: SiteState, viewer: Viewer, isDataCenter: Bool) {
        self.state = state
        self.viewer = viewer
        self.isDataCenter = isDataCenter
    }

    package func makeIterator() -> Iterator { Iterator(self) }

    package struct Iterator: IteratorProtocol {
        private let all: SimulatedAttachments
        private var walk: Walk

        fileprivate init(_ all: SimulatedAttachments) {
            self.all = all
            let shelves = all.state.spaces.keys.sorted().map { Shelf(space: $0, kind: .attachments) }
            walk = Walk(all.state, shelves: shelves, by: .id)
        }

        package mutating func next() -> SimulatedAttachment? {
            while let key = walk.next() {
                if let attachment = all.state.attachment(key.id), let found = all.simulated(attachment) { return found }
            }
            return nil
        }
    }

    private func simulated(_ attachment: Attachment) -> SimulatedAttachment? {
        guard let owner = state.node(attachment.owner), let space = state.spaces[owner.space] else { return nil }
        let isCurrent = attachment.status == .current && owner.status == .current && space.status == "current"
        return SimulatedAttachment(
            id: isDataCenter ? String(attachment.id) : attachment.idText, containerID: String(owner.id),
            containerKind: owner.kind.rawValue, containerStatus: owner.status.rawValue, fileName: attachment.fileName,
            version: attachment.latest.number, status: attachment.status(on: owner.status).rawValue,
            size: attachment.latest.size, mediaType: attachment.mediaType, labels: attachment.labels,
            spaceKey: space.key, spaceStatus: space.status,
            isRestricted: owner.restriction != nil || state.ancestors(of: owner).contains { $0.restriction != nil },
            isVisible: isCurrent && state.mayRead(owner, viewer))
    }
}
