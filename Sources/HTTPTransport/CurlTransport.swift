/// The live transport: libcurl on one thread of its own. Make one and share it; connections are kept and reused.
package final class CurlTransport: HTTPTransport {
    package struct Settings: Hashable, Sendable {
        package enum Proxy: Hashable, Sendable {
            /// `https_proxy`, `http_proxy`, `no_proxy` as libcurl reads them.
            case environment
            case none
            /// - Parameter except: host names, comma separated, that are reached directly.
            case address(String, except: String)
        }

        package var userAgent = "confluence-connector"
        package var proxy = Proxy.environment
        /// A PEM file with certificate authorities to trust besides the system's.
        package var caFile: String?
        /// Connections open at once to one host; more requests wait for one to end.
        package var connectionsPerHost = 64

        package init() {}
    }

    package init(_ settings: Settings = Settings()) {}

    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        throw HTTPError(.closed, "not built yet")
    }

    /// Ends every request with `closed`. Later ones fail the same way.
    package func shutDown() {}
}
