import HTTPTransport

/// A query as names and values, not yet encoded.
typealias Query = [(name: String, value: String)]

extension Wire {
    /// Bounds on what one answer may bring.
    enum Size {
        static let metadata = 16 << 20
        static let bodies = 64 << 20
    }

    /// - Parameter path: below the base address, percent-encoded.
    /// - Returns: the document, once the answer is known to be JSON and a success.
    func get(_ path: String, _ query: Query = [], maxBytes: Int = Size.metadata) async throws(ConfluenceError) -> JSON {
        try await json(HTTPRequest(.get, site.base.appending(path: path).adding(query), maxBodyBytes: maxBytes))
    }

    /// Reads that take their arguments in a body.
    func post(_ path: String, _ body: String) async throws(ConfluenceError) -> JSON {
        var request = HTTPRequest(.post, site.base.appending(path: path), body: Array(body.utf8))
        request.headers["Content-Type"] = "application/json"
        return try await json(request)
    }

    func json(_ request: HTTPRequest) async throws(ConfluenceError) -> JSON {
        var request = request
        request.headers["Accept"] = "application/json"
        request.deadlines.total = timeout
        request.deadlines.slow = .seconds(30)
        let response = try await answer(to: request)
        guard response.isSuccess else { throw ConfluenceError(answer: response, to: request.url) }
        return try Self.document(response, request.url)
    }

    static func document(_ response: HTTPResponse, _ url: HTTPURL) throws(ConfluenceError) -> JSON {
        let type = response.mediaType ?? ""
        guard type == "application/json" || type.hasSuffix("+json") else {
            throw ConfluenceError(
                .notJSON, "\(url) answered a web page instead of JSON: a login page or a proxy in between?",
                status: response.status, traceID: response.headers["atl-traceid"])
        }
        do throws(JSONParser.Failure) {
            return try JSONParser.parse(response.body)
        } catch {
            throw ConfluenceError(
                .malformed, "\(url) answered JSON that cannot be read: \(error)", status: response.status,
                traceID: response.headers["atl-traceid"])
        }
    }
}
