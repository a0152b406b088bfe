import CCurl
import CShims
import Glibc

/// One libcurl easy handle, made for one transfer. Owned by the driver's thread.
struct CurlHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerList)
    }

    /// - Returns: what could not be set, in words; `nil` when all is ready.
    mutating func prepare(_ transfer: CurlTransfer, _ settings: CurlTransport.Settings) -> String? {
        let request = transfer.request
        var bad: String?
        func check(_ code: CURLcode, _ what: String) { if code != CURLE_OK { bad = what } }

        check(set(CURLOPT_URL, request.url.text), "the address")
        check(set(CURLOPT_NOSIGNAL, 1), "signals")
        check(set(CURLOPT_PROTOCOLS_STR, "http,https"), "the protocols")
        check(set(CURLOPT_FOLLOWLOCATION, 0), "redirects")
        check(set(CURLOPT_ACCEPT_ENCODING, ""), "encodings")
        check(set(CURLOPT_USERAGENT, settings.userAgent), "the user agent")
        _ = set(CURLOPT_BUFFERSIZE, 256 << 10)
        _ = set(CURLOPT_TCP_KEEPALIVE, 1)
        // Otherwise giving up a request whose name is still being resolved holds up all others until it is.
        _ = set(CURLOPT_QUICK_EXIT, 1)
        check(set(CURLOPT_SSL_VERIFYPEER, 1), "TLS")
        check(set(CURLOPT_SSL_VERIFYHOST, 2), "TLS")
        check(set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)), "TLS")
        if let file = settings.caFile { check(set(CURLOPT_CAINFO, file), "the CA file") }
        if request.url.scheme == "https" {
            _ = set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
            _ = set(CURLOPT_PIPEWAIT, 1)
        } else {
            _ = set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        }
        setProxy(settings.proxy)
        setDeadlines(request.deadlines)
        check(setMethod(request), "the body")
        check(setHeaders(request), "the headers")
        check(setCallbacks(transfer), "the callbacks")
        return bad
    }

    private func set(_ option: CURLoption, _ value: Int) -> CURLcode { shim_curl_set_long(pointer, option, value) }
    private func set(_ option: CURLoption, _ value: String) -> CURLcode { shim_curl_set_string(pointer, option, value) }

    private func setProxy(_ proxy: CurlTransport.Settings.Proxy) {
        switch proxy {
        case .environment: break
        case .none: _ = set(CURLOPT_PROXY, "")
        case .address(let address, let except):
            _ = set(CURLOPT_PROXY, address)
            _ = set(CURLOPT_NOPROXY, except)
        }
    }

    private func setDeadlines(_ deadlines: HTTPRequest.Deadlines) {
        _ = set(CURLOPT_CONNECTTIMEOUT_MS, deadlines.connect.milliseconds)
        _ = set(CURLOPT_TIMEOUT_MS, deadlines.total.milliseconds)
        if let slow = deadlines.slow {
            _ = set(CURLOPT_LOW_SPEED_TIME, max(1, slow.milliseconds / 1000))
            _ = set(CURLOPT_LOW_SPEED_LIMIT, deadlines.slowBytesPerSecond)
        }
    }

    private func setMethod(_ request: HTTPRequest) -> CURLcode {
        _ = set(CURLOPT_FRESH_CONNECT, request.isRepeatable ? 0 : 1)
        if let file = request.upload { return setUpload(file, request.method) }
        switch request.method {
        case .get where request.body == nil: return set(CURLOPT_HTTPGET, 1)
        case .head: return set(CURLOPT_NOBODY, 1)
        case .get, .post, .put, .patch, .delete:
            if let body = request.body ?? (request.method == .delete ? nil : []) {
                let size = shim_curl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
                guard size == CURLE_OK else { return size }
                // Copied by libcurl, since it reads it again when it has to repeat on a fresh connection.
                let copied = body.withUnsafeBytes { bytes in
                    shim_curl_set_pointer(
                        pointer, CURLOPT_COPYPOSTFIELDS,
                        UnsafeMutableRawPointer(mutating: bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)))
                }
                guard copied == CURLE_OK else { return copied }
            }
            return set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    /// A body that was read from a file cannot be sent once more: that takes a fresh connection.
    private func setUpload(_ file: Int32, _ method: HTTPMethod) -> CURLcode {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return CURLE_READ_ERROR }
        _ = set(CURLOPT_FRESH_CONNECT, 1)
        let results = [
            set(CURLOPT_UPLOAD, 1), set(CURLOPT_CUSTOMREQUEST, method.rawValue),
            shim_curl_set_offset(pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(status.st_size)),
        ]
        return results.first { $0 != CURLE_OK } ?? CURLE_OK
    }

    private mutating func setHeaders(_ request: HTTPRequest) -> CURLcode {
        curl_slist_free_all(headerList)
        headerList = nil
        var lines = request.headers.lines.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if let authorization = request.authorization {
            var clean = HTTPHeaders()
            clean.add("Authorization", authorization.reveal())
            lines += clean.lines.map { "\($0.name): \($0.value)" }
        }
        // Without this libcurl waits up to a second for a "100 Continue" before larger bodies.
        lines.append("Expect:")
        if request.body != nil || request.upload != nil, request.headers["Content-Type"] == nil {
            lines.append("Content-Type:")
        }
        for line in lines {
            guard let longer = curl_slist_append(headerList, line) else { return CURLE_OUT_OF_MEMORY }
            headerList = longer
        }
        return shim_curl_set_pointer(pointer, CURLOPT_HTTPHEADER, headerList)
    }

    /// The driver keeps the transfer alive for as long as the handle is at work.
    private func setCallbacks(_ transfer: CurlTransfer) -> CURLcode {
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        let results = [
            shim_curl_set_pointer(pointer, CURLOPT_WRITEDATA, context),
            shim_curl_set_pointer(pointer, CURLOPT_HEADERDATA, context),
            shim_curl_set_pointer(pointer, CURLOPT_READDATA, context),
            shim_curl_set_write(pointer, CURLOPT_READFUNCTION) { buffer, size, count, context in
                guard let buffer, let context else { return 0 }
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.send(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
            },
            shim_curl_set_write(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let length = size * count
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
            },
            shim_curl_set_write(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let length = size * count
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.receive(headerLine: UnsafeRawBufferPointer(start: bytes, count: length)) ? length : 0
            },
        ]
        return results.first { $0 != CURLE_OK } ?? CURLE_OK
    }
}

extension Duration {
    /// At least 1, at most what fits libcurl's `long` with room to spare.
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < 1_000_000_000 else { return 1_000_000_000_000 }
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
