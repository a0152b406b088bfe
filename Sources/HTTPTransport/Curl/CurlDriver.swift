import CCurl
import CShims
import Synchronization

import class Foundation.Thread

/// libcurl's multi handle and the thread that drives it. Callers hand transfers in and cancel them from anywhere.
///
/// `@unchecked Sendable`: ``multi`` is touched by the driver's thread alone, but for `curl_multi_wakeup`, which may be
/// called from any thread while ``inbox`` says that the handle lives. Everything else shared is in ``inbox``.
final class CurlDriver: @unchecked Sendable {
    private struct Inbox {
        var starting: [CurlTransfer] = []
        var cancelled: [CurlTransfer] = []
        var isStopping = false
        /// Once the thread has ended there is nothing left to wake.
        var hasEnded = false
    }

    private let multi: UnsafeMutableRawPointer?
    private let settings: CurlTransport.Settings
    private let inbox = Mutex(Inbox())

    private static let libraryIsReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ settings: CurlTransport.Settings) {
        self.settings = settings
        multi = Self.libraryIsReady ? curl_multi_init() : nil
        guard multi != nil else {
            inbox.withLock { $0.isStopping = true }
            return
        }
        // The thread keeps the driver alive until `stop`, which the transport calls when it goes.
        let thread = Thread { self.work() }
        thread.name = "http"
        thread.start()
    }

    func start(_ transfer: CurlTransfer, _ continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>) {
        let accepted = inbox.withLock { inbox in
            guard !inbox.isStopping else { return false }
            transfer.continuation = continuation
            inbox.starting.append(transfer)
            wake(inbox)
            return true
        }
        if !accepted {
            continuation.resume(returning: .failure(HTTPError(.closed, "the HTTP transport has been shut down")))
        }
    }

    func cancel(_ transfer: CurlTransfer) {
        transfer.isCancelled.store(true, ordering: .relaxed)
        inbox.withLock { inbox in
            inbox.cancelled.append(transfer)
            wake(inbox)
        }
    }

    func stop() {
        inbox.withLock { inbox in
            inbox.isStopping = true
            wake(inbox)
        }
    }

    private func wake(_ inbox: Inbox) {
        if let multi, !inbox.hasEnded { curl_multi_wakeup(multi) }
    }

    private func take() -> CurlLoop.Orders {
        inbox.withLock { inbox in
            defer {
                inbox.starting = []
                inbox.cancelled = []
            }
            return CurlLoop.Orders(start: inbox.starting, cancel: inbox.cancelled, stop: inbox.isStopping)
        }
    }

    private func work() {
        guard let multi else { return }
        _ = shim_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = shim_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connectionsPerHost)
        _ = shim_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(16, settings.connectionsPerHost))
        CurlLoop(multi: multi, settings: settings).run { take() }
        inbox.withLock { $0.hasEnded = true }
        curl_multi_cleanup(multi)
    }
}
