/// A complete answer, whatever its status.
package struct HTTPResponse: Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    /// Decoded (gzip, br, zstd undone). Empty when the body went to the request's file.
    package var body: [UInt8]
    /// Where the answer came from in the end.
    package var url: HTTPURL
    /// Decoded bytes, in memory or in the file.
    package var bodyBytes: Int
    /// Bytes on the wire, of all hops, without headers.
    package var downloadedBytes: Int
    package var uploadedBytes: Int
    /// 1 and one more for each redirect followed.
    package var requests: Int
    package var elapsed: Duration
    /// `1.1`, `2`; empty when unknown.
    package var httpVersion: String

    package init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], url: HTTPURL, bodyBytes: Int? = nil,
        downloadedBytes: Int? = nil, uploadedBytes: Int = 0, requests: Int = 1, elapsed: Duration = .zero,
        httpVersion: String = ""
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
        self.bodyBytes = bodyBytes ?? body.count
        self.downloadedBytes = downloadedBytes ?? body.count
        self.uploadedBytes = uploadedBytes
        self.requests = requests
        self.elapsed = elapsed
        self.httpVersion = httpVersion
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// The media type of `Content-Type`, lower case, without parameters.
    package var mediaType: String? {
        headers["Content-Type"].map { $0.prefix { $0 != ";" }.trimmingASCIISpace.lowercased() }
    }
}
