internal import Foundation
internal import HTTPTransport

/// Finds out where below the configured address LH42's API begins: `/v1` or `/api/v1`.
struct LH42Prefix: Sendable {
    let address: HTTPURL
    let key: Secret
    let timeout: Duration
    let transport: any HTTPTransport
    let pace: any Pace
    let time: Timekeeper

    /// An address with a prefix is taken at its word. Otherwise the public list of endpoints is asked, and whatever
    /// it says is tried before it is believed.
    func find() async throws(LH42Failure) -> HTTPURL {
        if Self.prefixes.contains(where: address.path.withoutSlash.hasSuffix) {
            return address.with(path: address.path.withoutSlash).with(query: nil)
        }
        var refused: LH42Failure?
        for prefix in try await announced() + Self.prefixes {
            do throws(LH42Failure) {
                let documents = root(prefix).appending(path: "/documents").adding([("limit", "1")])
                _ = try LH42Answer.read(LH42Page<LH42Document>.self, from: try await ask(documents, key))
                return root(prefix)
            } catch let error where error.kind == .missing || error.kind == .wrongAddress || error.kind == .ambiguous {
                refused = refused ?? error
            }
        }
        if let refused, refused.kind == .ambiguous { throw refused }
        throw LH42Failure(
            .wrongAddress,
            "\(address) is not LH42: neither /v1/documents nor /api/v1/documents is there. "
                + "Check LH42_BASE_URL.")
    }

    /// The same for the same place, with its prefix or without.
    static func root(of address: HTTPURL) -> String {
        let path = address.path.withoutSlash
        // The longer one first: it ends with the shorter.
        let prefix = prefixes.reversed().first { path.hasSuffix($0) } ?? ""
        return address.origin + path.dropLast(prefix.count)
    }

    private static let prefixes = ["/v1", "/api/v1"]

    private struct Endpoints: Decodable {
        struct Endpoint: Decodable {
            let path: String
        }
        let base_url: String?
        let endpoints: [Endpoint]?
    }

    /// What the list of endpoints says, as far as it stays at this address: the key goes nowhere else.
    private func announced() async throws(LH42Failure) -> [String] {
        let listing: Endpoints
        do throws(LH42Failure) {
            listing = try LH42Answer.read(Endpoints.self, from: try await ask(root("/api/v1"), nil))
        } catch let error where error.kind == .cancelled || error.kind == .throttled || error.kind == .unreachable {
            throw error
        } catch {
            return []
        }
        var found: [String] = []
        if let base = listing.base_url.flatMap({ try? HTTPURL($0) }), base.hasSameOrigin(as: address) {
            found.append(base.path.withoutSlash)
        }
        for endpoint in listing.endpoints ?? [] where endpoint.path.hasSuffix("/documents") {
            found.append(String(endpoint.path.dropLast("/documents".count)))
        }
        let below = address.path.withoutSlash
        return found.map { $0.hasPrefix(below) ? String($0.dropFirst(below.count)) : $0 }
            .filter(Self.prefixes.contains).uniqued()
    }

    private func root(_ prefix: String) -> HTTPURL {
        address.with(path: address.path.withoutSlash + prefix).with(query: nil)
    }

    private func ask(_ url: HTTPURL, _ key: Secret?) async throws(LH42Failure) -> HTTPResponse {
        let request = HTTPRequest(
            .get, url, headers: ["Accept": "application/json"],
            authorization: key.map { Secret("Bearer \($0.reveal())") }, deadlines: .init(total: timeout),
            redirects: .returned)
        return try await LH42Turn(transport: transport, pace: pace, time: time).send(request)
    }
}

extension String {
    fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()).withoutSlash : self }
}

extension [String] {
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
