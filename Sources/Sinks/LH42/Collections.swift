internal import HTTPTransport

/// Finds the collection a document belongs in, and makes it when it is missing.
actor Collections {
    private struct Collection: Decodable, Sendable {
        let id: String
        let name: String
        let created_at: String?
        let document_count: Int?
    }

    private let wire: LH42Wire
    private let choice: LH42Collection
    private var known: [String: Remembered<String>] = [:]

    init(_ wire: LH42Wire, _ choice: LH42Collection) {
        self.wire = wire
        self.choice = choice
    }

    /// - Returns: `nil` where LH42 is to choose.
    func id(for metadata: SinkMetadata) async throws(LH42Failure) -> String? {
        switch choice {
        case .none: return nil
        case .id(let id): return id
        case .named(let name): return try await id(name, description: "Filled by the Confluence connector")
        case .perSpace:
            guard let key = metadata.string("space_key") else { return nil }
            // A space can be renamed, its key cannot; names of collections have to be unique.
            let name = "\(metadata.string("connector_id") ?? "confluence") \(key)"
            return try await id(name, description: metadata.string("space_name") ?? key)
        }
    }

    /// The one collection that everything is in.
    /// - Returns: `nil` where there is no such one, or it is not made yet.
    func single() async throws(LH42Failure) -> String? {
        switch choice {
        case .none, .perSpace: nil
        case .id(let id): id
        case .named(let name): try await Self.find(name, wire)
        }
    }

    /// What was found is looked up again: it may have been deleted in the meantime.
    func forget() { known = [:] }

    private func id(_ name: String, description: String) async throws(LH42Failure) -> String {
        if let known = known[name] { return try await known.value() }
        let wire = wire
        let fresh = Remembered { () throws(LH42Failure) in
            if let id = try await Self.find(name, wire) { return id }
            return try await Self.make(name, description, wire)
        }
        known[name] = fresh
        return try await fresh.value()
    }

    /// Of several with that name the oldest, so that everybody takes the same one.
    private static func find(_ name: String, _ wire: LH42Wire) async throws(LH42Failure) -> String? {
        try await all(name, wire).first?.id
    }

    private static func all(_ name: String, _ wire: LH42Wire) async throws(LH42Failure) -> [Collection] {
        try await wire.first(50, of: Collection.self, "/collections", [("search", name)])
            .filter { $0.name == name && LH42ID.isUsable($0.id) }
            .sorted { ($0.created_at ?? "", $0.id) < ($1.created_at ?? "", $1.id) }
    }

    /// Names are unique in LH42, so a second maker is refused. Where they are not, the younger of two is taken back.
    private static func make(_ name: String, _ description: String, _ wire: LH42Wire) async throws(LH42Failure)
        -> String
    {
        var made: Collection?
        var refusal: LH42Failure?
        do throws(LH42Failure) {
            made = try LH42Answer.read(
                Collection.self,
                from: try await wire.send(
                    .post, "/collections", body: { LH42Body.collection(name, description: description) },
                    isRepeatable: false))
        } catch let error where [.conflict, .rejected, .ambiguous].contains(error.kind) {
            refusal = error
        }
        let there = try await all(name, wire)
        guard let first = there.first ?? made else {
            throw refusal ?? LH42Failure(.ambiguous, "LH42 made the collection \(name) and does not list it")
        }
        guard LH42ID.isUsable(first.id) else {
            throw LH42Failure(.ambiguous, "LH42 gave the collection \(name) an id that cannot be used")
        }
        if let made, made.id != first.id, LH42ID.isUsable(made.id),
            there.first(where: { $0.id == made.id })?.document_count ?? 0 == 0
        {
            _ = try await wire.send(.delete, "/collections/\(made.id)", isRepeatable: true)
        }
        return first.id
    }
}
