extension Response {
    /// As gzip, when the client takes that and it is JSON worth the trouble.
    func packed(for request: Request) -> Response {
        guard case .bytes(let bytes) = body, bytes.count > 1024,
            headers.contains(where: { $0.name == "Content-Type" && $0.value.hasPrefix("application/json") }),
            request.header("accept-encoding")?.lowercased().contains("gzip") == true
        else { return self }
        var response = self
        response.body = .bytes(Deflate.gzip(bytes))
        response.headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        return response
    }
}
