import ConfluenceSimulator

/// Trouble for the requests that it fits.
package struct LH42Fault: Sendable {
    package enum Kind: Sendable {
        /// Answered so; nothing happens.
        case refused(LH42Answer)
        /// It happens, and the answer is another one.
        case done(LH42Answer)
        /// The connection is reset; nothing happens.
        case reset
        /// It happens, and then the connection is reset.
        case doneThenReset
        /// The answer breaks off after half of its body.
        case truncated
        case slow(milliseconds: Int64)
    }

    /// `POST /documents`, `GET /documents/{id}`, …; every request when `nil`.
    package var call: String?
    package var kind: Kind
    package var times: Int

    package init(_ call: String?, _ kind: Kind, times: Int = 1) {
        self.call = call
        self.kind = kind
        self.times = times
    }
}

/// An answer made by a test.
package struct LH42Answer: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var type: String
    package var body: String

    package init(
        _ status: Int, _ body: String = "", type: String = "application/json",
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.body = body
        self.type = type
        self.headers = headers
    }

    /// LH42's form: `{"error":{"type","message","code","param"},"meta":{…}}`.
    package static func error(
        _ status: Int, _ message: String, type: String = "api_error", param: String? = nil, retryAfter: Double? = nil,
        headers: [(name: String, value: String)] = []
    ) -> LH42Answer {
        var error: [(String, JSON)] = [("type", .string(type)), ("message", .string(message)), ("code", .string(type))]
        if let param { error.append(("param", .string(param))) }
        if let retryAfter { error.append(("retry_after", .int(Int(retryAfter)))) }
        let body = JSON.object([("error", .object(error)), ("meta", ["request_id": "req_1"])])
        return LH42Answer(status, body.text, headers: headers)
    }

    var response: Response {
        var response = Response.text(body, type: type, status: status)
        response.headers += headers
        return response
    }
}
