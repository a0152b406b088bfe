import CCurl
import CShims

extension CurlHandle {
    /// What a finished transfer comes to.
    func outcome(of transfer: CurlTransfer, _ code: CURLcode) -> Result<HTTPResponse, HTTPError> {
        let url = transfer.request.url
        if let failure = transfer.failure { return .failure(failure) }
        guard code == CURLE_OK else {
            let text = String(cString: curl_easy_strerror(code))
            return .failure(Self.error(code, "\(url): \(text)", mayHaveArrived: number(CURLINFO_REQUEST_SIZE) > 0))
        }
        return .success(
            HTTPResponse(
                status: transfer.status, headers: transfer.headers, body: transfer.body, url: url,
                bodyBytes: transfer.bodyBytes, downloadedBytes: offset(CURLINFO_SIZE_DOWNLOAD_T),
                uploadedBytes: offset(CURLINFO_SIZE_UPLOAD_T),
                httpVersion: number(CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0) ? "2" : "1.1"))
    }

    private static func error(_ code: CURLcode, _ detail: String, mayHaveArrived: Bool) -> HTTPError {
        let ours: HTTPError.Code =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
                .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
                CURLE_SSL_ENGINE_NOTFOUND,
                CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
                .tls
            case CURLE_PARTIAL_FILE: .truncated
            case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM: .reset
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            case CURLE_URL_MALFORMAT: .badURL
            default: .malformed
            }
        let neverLeft = ours == .unreachable || ours == .tls || ours == .badURL
        return HTTPError(ours, detail, mayHaveArrived: mayHaveArrived && !neverLeft)
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        return shim_curl_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    private func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return shim_curl_get_offset(pointer, info, &value) == CURLE_OK ? Int(value) : 0
    }
}
