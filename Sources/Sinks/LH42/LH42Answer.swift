internal import Foundation
internal import HTTPTransport

/// Reads LH42's answers: what they say is in `data`, or bare.
enum LH42Answer {
    private struct Wrapped<Value: Decodable>: Decodable {
        let data: Value
    }

    /// - Throws: `ambiguous`: a proxy's page, or JSON of another shape. What was asked for may have been done.
    static func read<Value: Decodable>(
        _ type: Value.Type, from response: HTTPResponse
    ) throws(LH42Failure) -> Value {
        let data = Data(response.body)
        let decoder = JSONDecoder()
        if let wrapped = try? decoder.decode(Wrapped<Value>.self, from: data) { return wrapped.data }
        if let bare = try? decoder.decode(type, from: data) { return bare }
        let what = response.mediaType.map { " (\($0))" } ?? ""
        throw LH42Failure(.ambiguous, "\(response.url) answered \(response.status) with something unreadable\(what)")
    }

    /// The failure an answer stands for; `nil` for 2xx.
    static func failure(_ response: HTTPResponse) -> LH42Failure? {
        if response.isSuccess { return nil }
        let words = LH42Complaint(response)
        let message = "LH42 answered \(response.status)\(words.text.isEmpty ? "" : ": \(words.text)")"
        let wait = response.headers.retryAfter() ?? words.retryAfter
        switch response.status {
        case 300..<400:
            let target = response.headers["Location"].map { " to \($0.prefix(200))" } ?? ""
            return LH42Failure(.wrongAddress, "\(response.url) redirects\(target): check LH42_BASE_URL")
        case 401: return LH42Failure(.unauthorized, "\(message). Check LH42_API_KEY.")
        case 402: return LH42Failure(.quota, "\(message). The quota of the LH42 account is used up.")
        case 403: return LH42Failure(.forbidden, "\(message). The LH42 key lacks a right that is needed.")
        case 404: return LH42Failure(.missing, message)
        case 408, 500...: return LH42Failure(.ambiguous, message, retryAfter: wait)
        case 409: return LH42Failure(.conflict, message)
        case 413: return LH42Failure(.tooLarge, message)
        case 429: return LH42Failure(.throttled, message, retryAfter: wait)
        default: return LH42Failure(.rejected, message, parameter: words.parameter)
        }
    }
}

/// What an error answer says: `{"error":{"type","message","code","param","retry_after"}}`.
struct LH42Complaint {
    private struct Body: Decodable {
        struct Detail: Decodable {
            let message: String?
            let type: String?
            let param: String?
            let retry_after: Double?
        }
        let error: Detail
    }

    private(set) var text = ""
    private(set) var retryAfter: Duration?
    private(set) var parameter: String?

    init(_ response: HTTPResponse) {
        if let error = try? JSONDecoder().decode(Body.self, from: Data(response.body)).error {
            text = Self.line(error.message ?? error.type ?? "")
            parameter = error.param.map(Self.line)
            if let parameter { text += " (\(parameter))" }
            retryAfter = error.retry_after.flatMap { $0 > 0 && $0 < 86_400 ? .seconds($0) : nil }
        } else if response.mediaType != "text/html" {
            text = Self.line(String(decoding: response.body.prefix(1000), as: UTF8.self))
        }
    }

    /// On one line and not too long.
    private static func line(_ text: String) -> String {
        String(text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ").prefix(300))
    }
}
