import HTTPTransport

extension ConfluenceError {
    /// What an answer that is no success means: `confluence-api` error table.
    init(answer response: HTTPResponse, to url: HTTPURL) {
        let said = Self.words(of: response)
        let facts = AnswerFacts(response: response, said: said.lowercased())
        code = facts.code
        status = response.status
        retryAfter = response.headers.retryAfter()
        traceID = response.headers["atl-traceid"]
        let quoted = said.isEmpty ? "" : " “\(said)”"
        message = "\(url) answered \(response.status)\(quoted). \(Self.advice(facts.code, facts))"
    }

    /// No answer at all.
    init(_ failure: HTTPError) {
        let advice: String
        switch failure.code {
        case .badURL: (code, advice) = (.wrongSite, "Correct the address.")
        case .unreachable: (code, advice) = (.unreachable, "Check the address, DNS, firewall and proxy.")
        case .tls:
            (code, advice) = (.tls, "Check the certificate; for a company's own authority set CONFLUENCE_CA_FILE.")
        case .timeout:
            (code, advice) = (.timeout, "Confluence is slow or the connection is; CONFLUENCE_TIMEOUT is the bound.")
        case .reset, .truncated: (code, advice) = (.unreachable, "The connection broke off; it is tried again later.")
        case .tooLarge: (code, advice) = (.tooLarge, "Nothing of it was used.")
        case .redirectRefused:
            (code, advice) = (.redirected, "Set CONFLUENCE_URL to the address that Confluence itself uses.")
        case .malformed: (code, advice) = (.malformed, "Is a proxy in between?")
        case .fileNotWritten: (code, advice) = (.fileNotWritten, "Check the disk.")
        case .cancelled, .closed: (code, advice) = (.cancelled, "")
        }
        message = advice.isEmpty ? failure.detail : "\(failure.detail). \(advice)"
    }

    /// The sentence inside an error body, whichever of Confluence's four shapes it has; at most 300 characters.
    private static func words(of response: HTTPResponse) -> String {
        guard response.body.count <= 1 << 20 else { return "" }
        guard let body = try? JSONParser.parse(response.body) else {
            let text = String(decoding: response.body.prefix(300), as: UTF8.self)
            return text.contains("<") ? "" : text
        }
        let first = body["errors"].elements.first ?? .null
        let v2 = [first["title"].text, first["detail"].text].compactMap(\.self).joined(separator: ": ")
        let words =
            !v2.isEmpty ? v2 : body["message"].text ?? body["error_description"].text ?? body["error"].text ?? ""
        return String(words.prefix(300))
    }

    private static func advice(_ code: Code, _ facts: AnswerFacts) -> String {
        switch code {
        case .unauthorized where facts.isLegacyDownload: "This download address does not take API tokens."
        case .unauthorized: "Check user name and API token; a scoped token needs the api.atlassian.com address."
        case .missingScope: "The token lacks a scope for this call."
        case .forbidden where facts.isCaptcha:
            "Log in once with a browser to answer the CAPTCHA, or use a personal access token."
        case .forbidden: "The account may not do this: licence, permissions, IP allow-list or app access rules."
        case .notFound: "It does not exist or the account may not see it."
        case .gone: "Confluence has removed this call; a newer version of the connector is needed."
        case .rateLimited: "Confluence asks for fewer requests."
        case .serverError: "Confluence has trouble; it is tried again later."
        case .tooLarge: "The request or its answer is too long."
        case .cursorExpired: "The listing is started again."
        case .redirected: "Set CONFLUENCE_URL to the address that Confluence itself uses."
        case .timeout: "It is tried again later."
        default: "Confluence did not understand the request."
        }
    }
}

/// Signs in an answer that tell causes of one status apart.
private struct AnswerFacts {
    let response: HTTPResponse
    /// The body's sentence, lower case.
    let said: String

    var isCaptcha: Bool { response.headers["X-Authentication-Denied-Reason"]?.contains("CAPTCHA") == true }
    var isLegacyDownload: Bool { response.url.path.contains("/download/attachments/") }

    var code: ConfluenceError.Code {
        switch response.status {
        case 300..<400: .redirected
        case 400: said.contains("cursor") ? .cursorExpired : .badRequest
        case 401: said.contains("scope") ? .missingScope : .unauthorized
        case 403: said.contains("rate limit") ? .rateLimited : .forbidden
        case 404: .notFound
        case 408: .timeout
        case 410: .gone
        case 413, 414, 431: .tooLarge
        case 429: .rateLimited
        case 500...: .serverError
        default: .badRequest
        }
    }
}
