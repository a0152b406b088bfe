import ConfluenceModel
import HTTPTransport

extension Wire {
    /// How a listing goes on.
    enum Paging {
        /// By the `cursor` in `_links.next`.
        case cursor
        /// By `start`, counted by us: the server's own count is wrong where it lowered the limit.
        case offset
    }

    /// What a listing asks and how its elements are read.
    struct Enumeration<Element: Sendable> {
        var path: String
        var query: Query
        var limit: Int
        var paging = Paging.cursor
        var maxBytes = Size.metadata
        /// Confluence's price of one element.
        var points = 1
        /// Whether a server that chokes is asked for fewer elements at a time. Batches of ids are halved instead.
        var lowersLimit = true
        /// `nil`: not one of those wanted. A thrown sentence: cannot be understood.
        var element: @Sendable (JSON) throws(Unreadable) -> Element?
    }

    /// One answer of a listing. A server that chokes gets asked for less at a time.
    func list<Element>(
        _ enumeration: Enumeration<Element>, after place: String?
    ) async throws(ConfluenceError) -> Listing<Element> {
        var place =
            try place.map { text throws(ConfluenceError) in try Place(text) }
            ?? Place(limit: enumeration.limit, query: "")
        var timeouts = 0
        while true {
            let answer: JSON
            do throws(ConfluenceError) {
                answer = try await page(of: enumeration, at: place)
            } catch {
                timeouts += error.code == .timeout ? 1 : 0
                guard enumeration.lowersLimit, error.mayBeTooMuch, place.limit > 5, timeouts < 3 else { throw error }
                place.limit = max(5, place.limit / 2)
                continue
            }
            return try listing(enumeration, answer, at: place)
        }
    }

    private func page<Element>(
        of enumeration: Enumeration<Element>, at place: Place
    ) async throws(ConfluenceError) -> JSON {
        let own = enumeration.query + [("limit", String(place.limit))]
        let address = site.base.appending(path: enumeration.path).adding(own)
        let url = place.query.isEmpty ? address : address.with(query: "\(address.query ?? "")&\(place.query)")
        return try await json(HTTPRequest(.get, url, maxBodyBytes: enumeration.maxBytes))
    }

    private func listing<Element>(
        _ enumeration: Enumeration<Element>, _ answer: JSON, at place: Place
    ) throws(ConfluenceError) -> Listing<Element> {
        guard answer["results"].isArray else {
            throw ConfluenceError(.malformed, "\(site.base)\(enumeration.path) answered a listing without results")
        }
        let results = answer["results"].elements
        meter.addPoints(1 + results.count * enumeration.points)
        var listing = Listing<Element>(elements: [], next: nil)
        listing.elements.reserveCapacity(results.count)
        for result in results {
            do throws(Unreadable) {
                if let element = try enumeration.element(result) { listing.elements.append(element) }
            } catch {
                listing.problems.append("\(enumeration.path): \(error)")
            }
        }
        guard var next = try next(enumeration, answer, results.count, at: place) else { return listing }
        guard let trail = place.trail.followed(by: Trail.sign(of: results)) else {
            throw ConfluenceError(
                .malformed,
                place.trail.steps < Trail.longest
                    ? "\(site.base)\(enumeration.path) goes in circles: it lists the same things again"
                    : "\(site.base)\(enumeration.path) does not end after \(Trail.longest) answers")
        }
        next.trail = trail
        listing.next = next.text
        return listing
    }

    private func next<Element>(
        _ enumeration: Enumeration<Element>, _ answer: JSON, _ count: Int, at place: Place
    ) throws(ConfluenceError) -> Place? {
        guard let link = answer["_links"]["next"].text else { return nil }
        let names = Set(enumeration.query.map(\.name) + ["limit"])
        switch enumeration.paging {
        case .offset:
            guard count > 0 else { return nil }
            return Place(limit: place.limit, query: "start=\(place.start + count)")
        case .cursor:
            guard let query = Place.added(by: link, to: names) else { return nil }
            if query == place.query {
                if count == 0 { return nil }
                throw ConfluenceError(
                    .malformed, "\(site.base)\(enumeration.path) repeats the same place in its listing")
            }
            // Empty answers with more to come do occur (permissions are applied afterwards), but not endlessly.
            let empties = count == 0 ? place.empties + 1 : 0
            guard empties <= 50 else {
                throw ConfluenceError(.malformed, "\(site.base)\(enumeration.path) goes on for ever without results")
            }
            return Place(limit: place.limit, empties: empties, query: query)
        }
    }

    /// Everything of a short listing, what cannot be understood left out.
    func all<Element>(_ enumeration: Enumeration<Element>, atMost pages: Int = 100) async throws(ConfluenceError)
        -> [Element]
    {
        var elements: [Element] = []
        var place: String?
        for _ in 0..<pages {
            let listing = try await list(enumeration, after: place)
            elements += listing.elements
            guard let next = listing.next else { return elements }
            place = next
        }
        throw ConfluenceError(.malformed, "\(site.base)\(enumeration.path) does not end after \(pages) answers")
    }
}

extension ConfluenceError {
    /// Failures that asking for less may cure. A 503 is a server that is away, not one that choked.
    var mayBeTooMuch: Bool {
        switch code {
        case .timeout, .tooLarge: true
        case .serverError: status != 503
        default: false
        }
    }
}
