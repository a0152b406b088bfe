import CCurl
import CShims
import Glibc
import Synchronization

/// One request on its way through libcurl, and what has come back so far.
///
/// `@unchecked Sendable`: made by a caller, then touched by the driver's thread alone, except ``isCancelled``.
final class CurlTransfer: @unchecked Sendable {
    let request: HTTPRequest
    let isCancelled = Atomic(false)
    var continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>?
    /// What a callback found wrong; wins over what libcurl then says.
    private(set) var failure: HTTPError?
    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    private(set) var bodyBytes = 0
    private var headerBytes = 0
    private var uploadedBytes = 0

    init(_ request: HTTPRequest) { self.request = request }

    private static let maxHeaderBytes = 256 << 10

    /// A status line or a header line. Interim answers and those of proxies come before the real one and are forgotten.
    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.maxHeaderBytes else {
            failure = HTTPError(.tooLarge, "\(request.url) sent more than 256 KiB of headers", mayHaveArrived: true)
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            headers = HTTPHeaders()
            status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0.prefix(3)) } ?? 0
        } else if let colon = text.firstIndex(of: ":") {
            headers.add(text[..<colon].trimmingASCIISpace, text[text.index(after: colon)...].trimmingASCIISpace)
        }
        return true
    }

    /// The next bytes of the file that is sent.
    /// - Returns: how many; 0 at its end, or libcurl's word for giving up.
    func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let file = request.upload else { return 0 }
        let count = pread(file, buffer.baseAddress, buffer.count, off_t(uploadedBytes))
        guard count >= 0 else { return Int(CURL_READFUNC_ABORT) }
        uploadedBytes += count
        return count
    }

    /// Decoded bytes of the body.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= request.maxBodyBytes - bodyBytes else {
            failure = HTTPError(
                .tooLarge, "\(request.url) answered with more than \(request.maxBodyBytes) bytes", mayHaveArrived: true)
            return false
        }
        bodyBytes += bytes.count
        if let file = request.file, (200..<300).contains(status) { return write(bytes, to: file) }
        if body.isEmpty, let length = headers["Content-Length"].flatMap({ Int($0) }), length > bytes.count {
            body.reserveCapacity(min(length, request.maxBodyBytes))
        }
        body.append(contentsOf: bytes)
        return true
    }

    private func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(file, rest.baseAddress, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if written < 0, errno == EINTR {
                continue
            } else {
                let reason = String(cString: strerror(errno))
                failure = HTTPError(
                    .fileNotWritten, "the answer of \(request.url) could not be written: \(reason)",
                    mayHaveArrived: true)
                return false
            }
        }
        return true
    }
}
