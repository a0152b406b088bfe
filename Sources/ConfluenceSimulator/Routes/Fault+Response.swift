extension Fault {
    /// What is sent without the request being looked at; `nil` when the fault lets it through.
    func insteadOfAnswer(_ exchange: Exchange) -> Response? {
        switch fault {
        case .throttle: return throttled
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
            let target = path.contains("/rest/api/") && path.hasPrefix("/wiki") ? String(path.dropFirst(5)) : path
            return .json([
                "results": [],
                "_links": [
                    "next": .string(target + "?" + query.joined(separator: "&")), "base": .string(exchange.base),
                ],
            ])
        case .slow, .truncated, .badJSON, .expireCursors: return nil
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
        default: break
        }
        return response
    }

    private var throttled: Response {
        var response = Response.json(["message": "Rate limit exceeded"], status: 429)
        response.headers += [
            ("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "0"),
            ("RateLimit-Reason", "confluence-burst-based"),
        ]
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
