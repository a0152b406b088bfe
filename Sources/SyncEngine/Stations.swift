package import ConfluenceClient
internal import ConfluenceModel
package import JobQueue
package import Logging
package import Sinks
package import SyncState

/// What is synced, and by which rules. Equal in every process that works for the connector.
package struct Connector: Sendable {
    package var id: String
    package var selection: SpaceSelection
    package var access: AccessPolicy
    package var includeBlogs: Bool

    package init(
        id: String, selection: SpaceSelection = SpaceSelection(), access: AccessPolicy = AccessPolicy(),
        includeBlogs: Bool = true
    ) {
        self.id = id
        self.selection = selection
        self.access = access
        self.includeBlogs = includeBlogs
    }

    /// The statuses under which content is synced.
    var statuses: [ContentStatus] { selection.includeArchived ? [.current, .archived] : [.current] }

    /// The kinds of content that have a body of their own and are synced.
    var kinds: [ContentKind] { includeBlogs ? [.page, .blogpost] : [.page] }
}

/// The stations of the line, joined: enumerate → job → fetch → convert → push → checkpoint.
package struct Stations: Sendable {
    package var connector: Connector
    package var confluence: ConfluenceClient
    package var queue: JobQueue
    package var state: SyncState
    package var sink: any Sink
    package var logger: Logger

    package init(
        connector: Connector, confluence: ConfluenceClient, queue: JobQueue, state: SyncState, sink: any Sink,
        logger: Logger
    ) {
        self.connector = connector
        self.confluence = confluence
        self.queue = queue
        self.state = state
        self.sink = sink
        self.logger = logger
    }
}
