import ConfluenceModel
import Glibc
import HTTPTransport

extension Wire {
    /// Streams one file to the request's descriptor. Broken attempts are wound back where the descriptor allows it.
    /// - Returns: bytes written.
    func download(_ request: HTTPRequest, _ attachment: Attachment) async throws(ConfluenceError) -> Int {
        var request = request
        request.deadlines.total = max(timeout, .seconds(15 * 60))
        request.deadlines.slow = .seconds(30)
        request.deadlines.slowBytesPerSecond = 1000
        let file = request.file ?? -1
        let start = lseek(file, 0, SEEK_CUR)
        func windBack() -> Bool { start >= 0 && lseek(file, start, SEEK_SET) == start && ftruncate(file, start) == 0 }

        var response = try await oneFile(request, beforeRepeat: windBack)
        if !response.url.hasSameOrigin(as: request.url), [401, 403, 410].contains(response.status), windBack() {
            response = try await oneFile(request, beforeRepeat: windBack)
        }
        guard response.isSuccess else { throw Self.refusal(response, of: request) }
        let isPage = response.mediaType == "text/html" && response.headers["Content-Disposition"] == nil
        if isPage, !attachment.mediaType.contains("html"), !attachment.fileName.lowercased().hasSuffix("html") {
            throw ConfluenceError(
                .notJSON,
                "\(response.url) answered a web page instead of the file: a login page or a proxy in between?",
                status: response.status)
        }
        meter.addPoints(2)
        return response.bodyBytes
    }

    /// Redirects lead to hosts that are none of the site's: what is wrong there is wrong with this one file.
    private func oneFile(
        _ request: HTTPRequest, beforeRepeat: () -> Bool
    ) async throws(ConfluenceError) -> HTTPResponse {
        do throws(ConfluenceError) {
            return try await answer(to: request, beforeRepeat: beforeRepeat)
        } catch {
            guard [.tls, .wrongSite, .redirected].contains(error.code) else { throw error }
            throw ConfluenceError(.fileUnavailable, error.message)
        }
    }

    /// The media host is asked without credentials: its 401 says nothing of ours. A 410 is about the file everywhere.
    private static func refusal(_ response: HTTPResponse, of request: HTTPRequest) -> ConfluenceError {
        let error = ConfluenceError(answer: response, to: response.url)
        let isElsewhere = !response.url.hasSameOrigin(as: request.url)
        guard error.code == .gone || error.code == .redirected || (isElsewhere && error.remedy == .stop) else {
            return error
        }
        return ConfluenceError(
            .fileUnavailable, "\(response.url) answered \(response.status) for this file; it is tried again later",
            status: response.status, traceID: error.traceID)
    }
}
