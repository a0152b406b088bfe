import Foundation

extension Core {
    /// The authorization server and its list of sites; `nil` for any other request.
    func answerOAuth(_ request: Request) -> Response? {
        switch (request.method, request.segments) {
        case ("GET", ["authorize"]): return authorize(request)
        case ("POST", ["oauth", "token"]): return token(request)
        case ("GET", ["oauth", "token", "accessible-resources"]): return resources(request)
        default: return nil
        }
    }

    /// Agrees at once, as a person would after logging in; `deny=true` refuses.
    private func authorize(_ request: Request) -> Response {
        func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
        guard let target = query("redirect_uri"), let state = query("state"), target.hasPrefix("http"),
            target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return .text("redirect_uri and state are required", status: 400) }
        let answer =
            query("deny") == "true"
            ? "error=access_denied&error_description=User%20did%20not%20authorize%20the%20request"
            : "code=" + PercentCoding.encode(changeGrants { $0.code(for: $1.user) })
        let mark = target.contains("?") ? "&" : "?"
        return Response.text("", status: 302)
            .adding("Location", target + mark + answer + "&state=" + PercentCoding.encode(state))
    }

    private func token(_ request: Request) -> Response {
        var form: [String: String] = [:]
        if let json = try? JSONDecoder().decode([String: String].self, from: Data(request.body)) {
            form = json
        } else {
            let text = "/?" + String(decoding: request.body, as: UTF8.self)
            for pair in Request(method: "POST", target: text, headers: [], body: [])?.query ?? [] {
                form[pair.name] = pair.value
            }
        }
        do {
            return .json(try changeGrants { (grants, options) in try grants.answer(form, options) })
        } catch let refusal as OAuthGrants.Refusal {
            return .json(
                ["error": .string(refusal.error), "error_description": .string(refusal.description)],
                status: refusal.status)
        } catch {
            return .json(["error": "server_error"], status: 500)
        }
    }

    private func resources(_ request: Request) -> Response {
        let exchange = exchange(for: request)
        guard exchange.isOAuth, case .some = exchange.viewer else {
            return .json(["code": 401, "message": "Unauthorized"], status: 401)
        }
        return .json([
            [
                "id": .string(exchange.options.cloudID), "name": .string(exchange.live.base.name),
                "url": .string(exchange.origin), "scopes": ["read:page:confluence", "read:space:confluence"],
                "avatarUrl": .string(exchange.origin + "/avatar.png"),
            ]
        ])
    }
}
