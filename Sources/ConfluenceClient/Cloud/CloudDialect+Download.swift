import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    /// v1's download answers with a redirect to a signed address on the media host, which is asked without credentials
    /// and never remembered: a signature that has run out is replaced by asking again.
    func download(_ attachment: Attachment, to file: Int32, maxBytes: Int) async throws(ConfluenceError) -> Int {
        guard let container = attachment.containerID else {
            throw ConfluenceError(.notFound, "attachment \(attachment.id) hangs on nothing that can be read")
        }
        let path =
            "/rest/api/content/\(percentEncoded(container.rawValue))/child/attachment/\(percentEncoded(attachment.id.rawValue))/download"
        let request = HTTPRequest(
            .get, wire.site.base.appending(path: path), maxBodyBytes: maxBytes, redirects: .anywhere, file: file)
        return try await wire.download(request, attachment)
    }
}
