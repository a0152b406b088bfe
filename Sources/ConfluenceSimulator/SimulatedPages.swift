/// A page or blog post as it truly is, to compare a copy with.
package struct SimulatedPage: Sendable {
    package struct Ancestor: Sendable {
        package var id: String
        package var title: String
    }

    package var id: String
    /// `page` or `blogpost`
    package var kind: String
    package var title: String
    package var spaceKey: String
    package var spaceStatus: String
    package var status: String
    package var version: Int
    package var labels: [String]
    /// From the space down.
    package var ancestors: [Ancestor]
    /// A read restriction on itself or an ancestor.
    package var isRestricted: Bool
    /// The simulator's main account may see it.
    package var isVisible: Bool
    /// Names of its current files.
    package var attachments: [String]

    var json: JSON {
        [
            "id": .string(id), "kind": .string(kind), "title": .string(title), "spaceKey": .string(spaceKey),
            "spaceStatus": .string(spaceStatus), "status": .string(status), "version": .int(version),
            "labels": .strings(labels),
            "ancestors": .array(ancestors.map { ["id": .string($0.id), "title": .string($0.title)] }),
            "restricted": .bool(isRestricted), "visible": .bool(isVisible), "attachments": .strings(attachments),
        ]
    }
}

/// All pages and blog posts of a site, by id.
package struct SimulatedPages: Sequence, Sendable {
    private let state: SiteState
    private let viewer: Viewer
    private let isDataCenter: Bool

    /// - Parameter isDataCenter: there are no folders; ancestors are pages.
    init(_ state: SiteState, viewer: Viewer, isDataCenter: Bool) {
        self.state = state
        self.viewer = viewer
        self.isDataCenter = isDataCenter
    }

    package func makeIterator() -> Iterator { Iterator(state, viewer, isDataCenter) }

    package struct Iterator: IteratorProtocol {
        private let state: SiteState
        private let viewer: Viewer
        private let isDataCenter: Bool
        private var walk: Walk

        fileprivate init(_ state: SiteState, _ viewer: Viewer, _ isDataCenter: Bool) {
            self.state = state
            self.viewer = viewer
            self.isDataCenter = isDataCenter
            let shelves = state.spaces.keys.sorted().flatMap {
                [Shelf(space: $0, kind: .pages), Shelf(space: $0, kind: .blogposts)]
            }
            walk = Walk(state, shelves: shelves, by: .id)
        }

        package mutating func next() -> SimulatedPage? {
            while let key = walk.next() {
                if let item = state.item(key.id), let space = state.spaces[item.node.space] { return page(item, space) }
            }
            return nil
        }

        private func page(_ item: Item, _ space: Space) -> SimulatedPage {
            let ancestors = state.ancestors(of: item.node)
            return SimulatedPage(
                id: String(item.id), kind: item.node.kind.rawValue, title: item.title, spaceKey: space.key,
                spaceStatus: space.status, status: item.node.status.rawValue, version: item.version,
                labels: item.labels,
                ancestors: ancestors.filter { !isDataCenter || $0.kind == .page }.map {
                    .init(id: String($0.id), title: state.item($0.id)?.title ?? "")
                },
                isRestricted: item.node.restriction != nil || ancestors.contains { $0.restriction != nil },
                isVisible: state.mayRead(item.node, viewer),
                attachments: state.attachments(of: item.id).filter { $0.status == .current }.map(\.fileName))
        }
    }
}
