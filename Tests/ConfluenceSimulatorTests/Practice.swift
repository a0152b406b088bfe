import ConfluenceSimulator
import Foundation

/// A simulator for one test, and a reader who logs in to it.
struct Practice: Sendable {
    let simulator: ConfluenceSimulator
    var user = "connector@example.com"
    var token = "simulator-token"

    /// Runs `body` with a fresh simulator and stops it afterwards.
    static func with(
        _ site: ConfluenceSimulator.Content = .generated(pages: 400, spaces: 6), options: SimulatorOptions = .init(),
        _ body: (Practice) async throws -> Void
    ) async throws {
        let simulator = try await ConfluenceSimulator.start(site: site, options: options)
        do {
            try await body(Practice(simulator: simulator))
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    var credentials: String { "Authorization: Basic " + Data("\(user):\(token)".utf8).base64EncodedString() }

    /// - Parameter path: below the origin, percent-encoded.
    func get(_ path: String) async throws -> Answer {
        try await WireClient.send("GET", simulator.origin, path, headers: [credentials])
    }

    func post(_ path: String, _ body: String) async throws -> Answer {
        try await WireClient.send("POST", simulator.origin, path, headers: [credentials], body: body)
    }

    /// The same on Cloud and on Data Center.
    static func onBoth(
        _ site: ConfluenceSimulator.Content = .generated(pages: 600, spaces: 6, attachmentsPerPage: 0.5),
        _ body: (Practice) async throws -> Void
    ) async throws {
        for deployment in SimulatorOptions.Deployment.allCases {
            var options = SimulatorOptions()
            options.deployment = deployment
            try await with(site, options: options, body)
        }
    }

    /// Every result of a v2 listing, following `next` below the origin.
    func all(_ path: String) async throws -> [Value] {
        try await walk("/wiki/api/v2/" + path, below: "")
    }

    /// Every result of a v1 search, following `next` below `/wiki`.
    func search(_ cql: String, expand: String = "", limit: Int = 100) async throws -> [Value] {
        let extra = expand.isEmpty ? "" : "&expand=\(expand)"
        return try await walk(
            "/wiki/rest/api/content/search?limit=\(limit)\(extra)&cql=" + cql.percentEncoded, below: "/wiki")
    }

    /// Every result of a search on whichever deployment it is.
    func searched(_ cql: String, expand: String = "", limit: Int = 100) async throws -> [Value] {
        let base = simulator.baseURL.dropFirst(simulator.origin.count)
        let extra = expand.isEmpty ? "" : "&expand=\(expand)"
        let path = "\(base)/rest/api/content/search?limit=\(limit)\(extra)&cql=" + cql.percentEncoded
        return try await walk(path, below: String(base))
    }

    /// The file itself: by redirect on Cloud, from the address in the search's answer on Data Center.
    func download(_ file: SimulatedAttachment) async throws -> Answer {
        guard !isDataCenter else { return try await get(servlet(file)) }
        let redirect = try await redirect(file)
        guard let location = redirect.header("location") else { return redirect }
        return try await WireClient.follow(location)
    }

    /// `/wiki/rest/api/` or `/confluence/rest/api/`
    var api: String { String(simulator.baseURL.dropFirst(simulator.origin.count)) + "/rest/api/" }

    var isDataCenter: Bool { !simulator.baseURL.hasSuffix("/wiki") }

    func servlet(_ file: SimulatedAttachment) -> String {
        "/confluence/download/attachments/\(file.containerID)/\(file.fileName.percentEncoded)"
    }

    func redirect(_ file: SimulatedAttachment) async throws -> Answer {
        try await get("/wiki/rest/api/content/\(file.containerID)/child/attachment/\(file.id)/download")
    }

    /// The first bytes of a download, headers and all; then hangs up.
    func beginning(of file: SimulatedAttachment, _ count: Int) async throws -> [UInt8] {
        var (origin, target) = (simulator.origin, servlet(file))
        if !isDataCenter {
            let parts = (try await redirect(file).header("location") ?? "").split(separator: "/", maxSplits: 2)
            origin = "http://" + (parts.count == 3 ? parts[1] : "")
            target = "/" + (parts.last ?? "")
        }
        let lines = ["GET \(target) HTTP/1.1", "Host: x"] + (isDataCenter ? [credentials] : [])
        let request = lines.joined(separator: "\r\n") + "\r\n\r\n"
        return try await WireClient.exchange(origin, Array(request.utf8), atMost: count)
    }

    private func walk(_ first: String, below: String) async throws -> [Value] {
        var found: [Value] = []
        var next: String? = first
        while let path = next {
            let answer = try await get(path)
            guard answer.status == 200 else {
                throw WireClient.Failure(what: "\(answer.status) \(path) \(answer.text)")
            }
            found += answer.json["results"].list
            next = answer.json["_links"]["next"].string.map { below + $0 }
        }
        return found
    }

    /// Pages and blog posts that a listing of these statuses should show.
    func visible(_ kind: String? = nil, statuses: Set<String>) -> Set<String> {
        Set(
            simulator.pages.filter { page in
                page.isVisible && statuses.contains(page.status) && (kind == nil || page.kind == kind)
            }.map(\.id))
    }
}

extension String {
    var percentEncoded: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }
}

extension [Value] {
    var ids: [String] { compactMap { $0["id"].string } }
}
