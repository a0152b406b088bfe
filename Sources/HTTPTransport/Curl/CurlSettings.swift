extension CurlTransport {
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
        /// Connections open at once to one host; more requests wait for one to end, and their deadlines run meanwhile.
        package var connectionsPerHost = 64
        package var maxRedirects = 5

        package init() {}
    }
}
