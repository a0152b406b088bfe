import CCurl
import CShims
import Synchronization

/// What the driver's thread does: start, cancel, let libcurl work, collect what has finished, wait.
final class CurlLoop {
    struct Orders {
        var start: [CurlTransfer]
        var cancel: [CurlTransfer]
        var stop: Bool
    }

    private final class Running {
        let transfer: CurlTransfer
        var handle: CurlHandle

        init(_ transfer: CurlTransfer, _ handle: consuming CurlHandle) {
            self.transfer = transfer
            self.handle = handle
        }
    }

    private let multi: UnsafeMutableRawPointer
    private let settings: CurlTransport.Settings
    private var running: [UnsafeMutableRawPointer: Running] = [:]
    private var handleOf: [ObjectIdentifier: UnsafeMutableRawPointer] = [:]

    init(multi: UnsafeMutableRawPointer, settings: CurlTransport.Settings) {
        self.multi = multi
        self.settings = settings
    }

    func run(_ takeOrders: () -> Orders) {
        while true {
            let orders = takeOrders()
            orders.start.forEach(begin)
            for transfer in orders.cancel {
                handleOf[ObjectIdentifier(transfer)].map { end($0, .failure(Self.cancelled)) }
            }
            if orders.stop { break }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            collect()
            // A second at the latest, sooner by libcurl's own timers, a socket, or curl_multi_wakeup.
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
        for pointer in Array(running.keys) {
            end(pointer, .failure(HTTPError(.closed, "the HTTP transport has been shut down", mayHaveArrived: true)))
        }
    }

    private static let cancelled = HTTPError(.cancelled, "the request was cancelled", mayHaveArrived: true)

    private func begin(_ transfer: CurlTransfer) {
        if transfer.isCancelled.load(ordering: .relaxed) {
            return finish(transfer, .failure(HTTPError(.cancelled, "the request was cancelled")))
        }
        guard var handle = CurlHandle() else {
            return finish(transfer, .failure(HTTPError(.closed, "libcurl has no memory for another request")))
        }
        if let trouble = handle.prepare(transfer, settings) {
            return finish(transfer, .failure(HTTPError(.badURL, "libcurl does not accept \(trouble) of the request")))
        }
        let pointer = handle.pointer
        running[pointer] = Running(transfer, handle)
        handleOf[ObjectIdentifier(transfer)] = pointer
        if curl_multi_add_handle(multi, pointer) != CURLM_OK {
            end(pointer, .failure(HTTPError(.closed, "libcurl does not accept another request")))
        }
    }

    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle else { continue }
            let code = shim_curl_message_result(message)
            guard let entry = running[pointer] else { continue }
            end(pointer, entry.handle.outcome(of: entry.transfer, code))
        }
    }

    private func end(_ pointer: UnsafeMutableRawPointer, _ result: Result<HTTPResponse, HTTPError>) {
        guard let entry = running.removeValue(forKey: pointer) else { return }
        curl_multi_remove_handle(multi, pointer)
        handleOf[ObjectIdentifier(entry.transfer)] = nil
        finish(entry.transfer, result)
    }

    private func finish(_ transfer: CurlTransfer, _ result: Result<HTTPResponse, HTTPError>) {
        transfer.continuation?.resume(returning: result)
        transfer.continuation = nil
    }
}
