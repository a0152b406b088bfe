extension Fault {
    /// What is sent without the request being looked at; `nil` when the fault lets it through.
    func insteadOfAnswer(_ exchange: Exchange) -> Response? {
        switch fault {
        case .throttle: return throttled(exchange.isDataCenter)
        case .status:
            let status = min(max(status ?? 503, 200), 599)
            return .text("<html><h1>\(status)</h1></html>", type: "text/html", status: status)
        case .scope: return .json(["code": 401, "message": "Unauthorized; scope does not match"], status: 401)
        case .reset:
            var response = Response.text("")
            response.delivery = .reset
            return response
        case .html:
            return .text(
                "<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in to continue</body></html>",
                type: "text/html;charset=UTF-8")
        case .login:
            return Response.text("", status: 302).adding("Location", "http://login.example.com/login?continue=x")
        case .emptyPage:
            let query = exchange.request.query.map {
                PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value)
            }
            let path = exchange.request.rawPath
            let isBelowBase = path.contains("/rest/api/") && path.hasPrefix(exchange.context)
            let target = isBelowBase ? String(path.dropFirst(exchange.context.count)) : path
            return .json([
                "results": [], "size": 0,
                "_links": [
                    "next": .string(target + "?" + query.joined(separator: "&")), "base": .string(exchange.base),
                ],
            ])
        case .expiredSignature: return .json(["error": "signature has expired"], status: refusalStatus)
        case .slow, .truncated, .badJSON, .expireCursors, .endless, .oversize, .tokenExpiry, .shift, .vanish,
            .brokenSearch:
            return nil
        }
    }

    /// What becomes of the right answer.
    func spoiling(_ response: Response) -> Response {
        var response = response
        switch fault {
        case .slow: response.delayMilliseconds = Int64(milliseconds ?? 1000)
        case .truncated: response.delivery = .truncated
        case .badJSON:
            if case .bytes(let bytes) = response.body {
                response.body = .bytes(Array(bytes.prefix(bytes.count * 2 / 3)) + Array("\u{FFFD}]".utf8))
            }
        case .endless: return response.stretched(to: nil, declared: declared == true ? bytes ?? 1 << 40 : nil)
        case .oversize:
            let total = max(bytes ?? 200_000_000, 0)
            return response.stretched(to: total, declared: declared == false ? nil : total)
        default: break
        }
        return response
    }

    /// Of a signed address.
    var refusalStatus: Int { min(max(status ?? 403, 400), 599) }

    /// How long it asks the other side to stay away, as it says it; `nil` when it does not.
    var waitAsked: Duration? {
        switch retryAfter ?? "1" {
        case "none": nil
        // Dates have whole seconds: at least one is left.
        case "date": .milliseconds(2000 - Timestamp.now.milliseconds % 1000)
        case let seconds: Int64(seconds).map { .seconds(min(max($0, 0), 86_400)) }
        }
    }

    private func throttled(_ isDataCenter: Bool) -> Response {
        var response = Response.json(["message": "Rate limit exceeded"], status: 429)
        response.headers += [("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "0")]
        response.headers +=
            isDataCenter
            ? [("X-RateLimit-Interval-Seconds", "1"), ("X-RateLimit-FillRate", "10")]
            : [("RateLimit-Reason", "confluence-burst-based")]
        switch retryAfter ?? "1" {
        case "none": break
        case "date":
            let moment = Timestamp(milliseconds: Timestamp.now.milliseconds + 2000)
            response.headers.append(("Retry-After", moment.httpDate))
        case let seconds: response.headers.append(("Retry-After", seconds))
        }
        return response
    }
}
