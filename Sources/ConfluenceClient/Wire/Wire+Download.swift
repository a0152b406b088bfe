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

        var response = try await answer(to: request, beforeRepeat: windBack)
        let isElsewhere = !response.url.hasSameOrigin(as: request.url)
        if isElsewhere, response.status == 403 || response.status == 410, windBack() {
            response = try await answer(to: request, beforeRepeat: windBack)
        }
        guard response.isSuccess else { throw ConfluenceError(answer: response, to: response.url) }
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
}
