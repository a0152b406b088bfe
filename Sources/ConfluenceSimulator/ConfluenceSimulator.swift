import NIOCore
import NIOPosix
import Synchronization

/// A Confluence to practise on: real HTTP on the loopback interface, a site that can be edited while it is read.
package final class ConfluenceSimulator: Sendable {
    /// What the site holds.
    package enum Content: Sendable {
        /// The small hand-written site that comes with the package.
        case sample
        /// A site in the sample's form, from a folder.
        case folder(String)
        /// Pages, blog posts and files computed from their numbers: any size in no memory.
        case generated(pages: Int, spaces: Int = 5, seed: UInt64 = 1, attachmentsPerPage: Double = 1.0 / 12)
    }

    let core: Core
    private let group: MultiThreadedEventLoopGroup
    /// `http://127.0.0.1:PORT/wiki`, or with ``SimulatorOptions/contextPath`` on Data Center
    package let baseURL: String
    /// `http://127.0.0.1:PORT`
    package let origin: String

    /// - Parameter port: 0 for any free one.
    /// - Throws: ``SimulatorError`` with `invalidSite` or `cannotListen`.
    package static func start(
        site content: Content, port: Int = 0, options: SimulatorOptions = SimulatorOptions()
    ) async throws -> ConfluenceSimulator {
        let site: any Site
        switch content {
        case .sample: site = try SampleReader.read(SampleReader.bundled())
        case .folder(let path): site = try SampleReader.read(SampleReader.folder(at: path))
        case .generated(let pages, let spaces, let seed, let attachmentsPerPage):
            site = GeneratedSite(
                documents: pages, spaces: spaces, seed: seed, attachmentsPerPage: attachmentsPerPage)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        do {
            let core = Core(site, options)
            let media = try await HTTPServer.start(on: group, port: 0) { core.answerMedia($0) }
            let server = try await HTTPServer.start(on: group, port: port) { core.answer($0) }
            core.listens(origin: "http://127.0.0.1:\(server.port)", media: "http://127.0.0.1:\(media.port)")
            return ConfluenceSimulator(
                core, group, origin: "http://127.0.0.1:\(server.port)", context: options.context)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(_ core: Core, _ group: MultiThreadedEventLoopGroup, origin: String, context: String) {
        self.core = core
        self.group = group
        self.origin = origin
        baseURL = origin + context
    }

    /// Closes every connection.
    package func stop() async {
        // Fails only when it was shut down before.
        try? await group.shutdownGracefully()
    }

    package var requests: RequestCounters { core.counters }

    package func resetRequests() { core.resetCounters() }

    /// Applies edits one by one.
    /// - Returns: the ids changed or made, one an edit.
    /// - Throws: ``SimulatorError`` at the first that cannot be applied; those before it stay.
    @discardableResult
    package func edit(_ edits: [SiteEdit]) throws -> [String] { try core.edit(edits) }

    @discardableResult
    package func edit(_ edit: SiteEdit) throws -> String { try core.edit([edit])[0] }

    /// Adds a fault to those at work.
    package func add(_ fault: Fault) { core.add(fault) }

    package func clearFaults() { core.clearFaults() }

    /// Changes how it behaves from the next request on.
    package func configure(_ change: (inout SimulatorOptions) -> Void) { core.configure(change) }

    /// Every page and blog post there is, whoever may see it, computed as it is asked for.
    package var pages: SimulatedPages { core.pages }

    /// Every attachment there is, whoever may see it, computed as it is asked for.
    package var attachments: SimulatedAttachments { core.attachments }

    /// The words that a reader must find in a file, in their order: every word of it but marks of punctuation, and one
    /// that stands in this version of this file alone. Empty for pictures.
    /// - Parameter version: the newest when `nil`.
    /// - Returns: `nil` when there is no such attachment or version, or its bytes came from elsewhere.
    package func words(ofAttachment id: String, version: Int? = nil) -> [String]? {
        guard case .computed(let file)? = core.attachmentVersion(id, version)?.content else { return nil }
        return file.words
    }

    /// - Returns: `nil` when there is no such attachment or version.
    package func bytes(ofAttachment id: String, version: Int? = nil) -> [UInt8]? {
        core.attachmentVersion(id, version)?.bytes
    }
}
