package import ConfluenceClient
internal import ConfluenceModel
package import HTTPTransport
package import JobQueue
package import Logging
package import Sinks
package import SyncState
package import Telemetry
package import TextExtraction

/// What is synced, and by which rules. Equal in every process that works for the connector.
package struct Connector: Sendable {
    package var id: String
    package var selection: SpaceSelection
    package var access: AccessPolicy
    package var includeBlogs: Bool
    /// `nil`: none are synced.
    package var attachments: AttachmentSelection?

    package init(
        id: String, selection: SpaceSelection = SpaceSelection(), access: AccessPolicy = AccessPolicy(),
        includeBlogs: Bool = true, attachments: AttachmentSelection? = AttachmentSelection()
    ) {
        self.id = id
        self.selection = selection
        self.access = access
        self.includeBlogs = includeBlogs
        self.attachments = attachments
    }

    /// The statuses under which content is synced.
    var statuses: [ContentStatus] { selection.includeArchived ? [.current, .archived] : [.current] }

    func wants(_ kind: ContentKind) -> Bool {
        kind == .attachment ? attachments != nil : kinds.contains(kind)
    }

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
    /// What the sink sends and receives.
    package var sinkMeter: TransportMeter
    package var pipeline: Pipeline
    /// `nil`: no attachments are synced.
    package var extractor: TextExtractor?
    package var logger: Logger
    /// What this process counts.
    package var metrics: Metrics

    package init(
        connector: Connector, confluence: ConfluenceClient, queue: JobQueue, state: SyncState, sink: any Sink,
        sinkMeter: TransportMeter, pipeline: Pipeline = .current, extractor: TextExtractor?, logger: Logger,
        metrics: Metrics = Metrics()
    ) {
        self.connector = connector
        self.confluence = confluence
        self.queue = queue
        self.state = state
        self.sink = sink
        self.sinkMeter = sinkMeter
        self.pipeline = pipeline
        self.extractor = extractor
        self.logger = logger
        self.metrics = metrics
    }
}
