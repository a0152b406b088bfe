import ConfluenceSimulator
import NIOCore
import NIOPosix

/// An LH42 to practise on: real HTTP on the loopback interface, documents that become searchable some time after they
/// were created, and every kind of trouble on demand.
package final class LH42Simulator: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let service: LH42Service
    package let port: Int

    /// `http://127.0.0.1:PORT`
    package var url: String { "http://127.0.0.1:\(port)" }

    /// - Parameter port: 0 for any free one.
    package static func start(_ options: LH42Options = LH42Options(), port: Int = 0) async throws -> LH42Simulator {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let service = LH42Service(options)
            let server = try await HTTPServer.start(on: group, port: port) { service.answer($0) }
            service.listens(at: "http://127.0.0.1:\(server.port)")
            return LH42Simulator(group, service, server.port)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(_ group: MultiThreadedEventLoopGroup, _ service: LH42Service, _ port: Int) {
        self.group = group
        self.service = service
        self.port = port
    }

    /// Starts one, hands it to `body` and stops it whatever happens.
    package static func with<Value>(
        _ options: LH42Options = LH42Options(), _ body: (LH42Simulator) async throws -> Value
    ) async throws -> Value {
        let simulator = try await start(options)
        do {
            let value = try await body(simulator)
            await simulator.stop()
            return value
        } catch {
            await simulator.stop()
            throw error
        }
    }

    /// Closes every connection.
    package func stop() async {
        // Fails only when it was shut down before.
        try? await group.shutdownGracefully()
    }

    /// Everything it holds, the oldest first.
    package var documents: [LH42StoredDocument] { service.state { $0.documents } }

    /// What a search would find: one document for an external id, or the test sees that there are more.
    package func ready(_ externalID: String) -> [LH42StoredDocument] {
        documents.filter { $0.externalID == externalID && $0.status == "ready" }
    }

    package var collections: [LH42StoredCollection] { service.state { $0.collections } }

    /// How often each call came: `POST /documents`, `GET /documents?status=processing`, `GET /documents/{id}`, …
    package var requests: [String: Int] { service.state { $0.requests } }

    package var requestCount: Int { requests.values.reduce(0, +) }

    package func resetRequests() { service.state { $0.requests = [:] } }

    package func configure(_ change: @Sendable (inout LH42Options) -> Void) { service.state { change(&$0.options) } }

    /// Adds trouble to what is at work; the first that fits a request is used up.
    package func add(_ fault: LH42Fault) { service.state { $0.faults.append(fault) } }

    package var hasFaults: Bool { service.state { !$0.faults.isEmpty } }

    /// Puts a document there as if somebody else had, ready or not.
    @discardableResult
    package func plant(
        title: String, status: String = "ready", collection: String? = nil, metadata: [String: LH42Value]
    ) -> String {
        service.state {
            let id = $0.create(
                LH42CreateBody(
                    content: "Planted.", title: title, content_type: "text/markdown", collection_id: collection,
                    metadata: metadata))
            $0.settle(id, status)
            return id
        }
    }

    /// Ends the processing of everything that is being processed.
    package func process() { service.state { $0.processAll() } }

    package func remove(_ id: String) { service.state { $0.documents.removeAll { $0.id == id } } }

    package func removeCollection(_ id: String) { service.state { $0.collections.removeAll { $0.id == id } } }
}
