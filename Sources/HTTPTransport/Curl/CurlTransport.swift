import Synchronization

/// The live transport: libcurl on one thread of its own. Make one and share it; connections are kept and reused.
package final class CurlTransport: HTTPTransport {
    private let driver: CurlDriver
    private let settings: Settings

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        driver = CurlDriver(settings)
    }

    deinit { driver.stop() }

    /// Ends every request with `closed`. Later ones fail the same way.
    package func shutDown() { driver.stop() }

    /// Redirects are followed here and not by libcurl, which would hand our own headers on to any host.
    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let start = ContinuousClock.now
        var hop = request
        var downloaded = 0
        var uploaded = 0
        for count in 1... {
            hop.deadlines.total = request.deadlines.total - start.duration(to: .now)
            var response = try await exchange(hop)
            downloaded += response.downloadedBytes
            uploaded += response.uploadedBytes
            if request.redirects == .returned || !response.isRedirect {
                response.requests = count
                response.downloadedBytes = downloaded
                response.uploadedBytes = uploaded
                response.elapsed = start.duration(to: .now)
                return response
            }
            guard count <= settings.maxRedirects else {
                throw HTTPError(
                    .redirectRefused, "\(request.url) redirects more than \(settings.maxRedirects) times",
                    mayHaveArrived: true)
            }
            hop = try hop.following(response)
        }
        throw HTTPError(.redirectRefused, "unreachable end of an endless count")
    }

    private func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard request.deadlines.total > .zero else {
            throw HTTPError(.timeout, "no time was left to ask \(request.url)", mayHaveArrived: false)
        }
        let transfer = CurlTransfer(request)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                driver.start(transfer, continuation)
            }
        } onCancel: {
            driver.cancel(transfer)
        }
        return try result.get()
    }
}

extension HTTPResponse {
    fileprivate var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) && headers["Location"] != nil }
}

extension HTTPRequest {
    /// The request that a redirect asks for, if the policy allows it. Credentials and our own headers stay with their origin.
    fileprivate func following(_ response: HTTPResponse) throws(HTTPError) -> HTTPRequest {
        func refused(_ why: String) -> HTTPError { HTTPError(.redirectRefused, "\(url) \(why)", mayHaveArrived: true) }
        guard let location = response.headers["Location"], let target = try? url.resolving(location) else {
            throw refused("redirects to something that is no http address")
        }
        var next = self
        next.url = target
        if !target.hasSameOrigin(as: url) {
            guard redirects == .anywhere else { throw refused("redirects to another address, \(target)") }
            guard url.scheme == "http" || target.scheme == "https" else {
                throw refused("redirects from https down to http")
            }
            next.authorization = nil
            next.headers = [:]
            next.headers["Accept"] = headers["Accept"]
        }
        if response.status == 303 || (method == .post && (response.status == 301 || response.status == 302)) {
            if method != .head { next.method = .get }
            next.body = nil
            next.upload = nil
            next.headers["Content-Type"] = nil
        } else if next.body != nil || next.upload != nil, !target.hasSameOrigin(as: url) {
            throw refused("redirects a request with a body to another address, \(target)")
        }
        return next
    }
}
