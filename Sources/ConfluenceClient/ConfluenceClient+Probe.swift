package import HTTPTransport

extension ConfluenceClient {
    /// Finds out what answers at an address.
    /// - Parameter deployment: `nil`: decide by asking. A value that does not fit what answers is an error.
    /// - Throws: `wrongSite`, `notJSON`, `tls`, `unreachable`, …, with one sentence that says what to do.
    package static func probe(
        _ base: HTTPURL, deployment: Deployment? = nil, transport: any HTTPTransport,
        timeout: Duration = .seconds(30)
    ) async throws(ConfluenceError) -> ConfluenceSite {
        throw ConfluenceError(.wrongSite, "not built yet")
    }
}
