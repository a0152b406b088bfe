import NIOCore
import NIOHTTP1
package import NIOPosix

/// An HTTP/1.1 server on the loopback interface.
package final class HTTPServer: Sendable {
    private let channel: any Channel

    package let port: Int

    /// - Parameter port: 0 for any free one.
    /// - Throws: ``SimulatorError`` with `cannotListen`.
    package static func start(
        on group: MultiThreadedEventLoopGroup, port: Int, answer: @escaping @Sendable (Request) -> Response
    ) async throws -> HTTPServer {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(HTTPConnection(answer))
                }
            }
        do {
            return HTTPServer(try await bootstrap.bind(host: "127.0.0.1", port: port).get())
        } catch {
            throw SimulatorError(code: .cannotListen, detail: "127.0.0.1:\(port): \(error)")
        }
    }

    private init(_ channel: any Channel) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
    }
}
