extension Exchange {
    func usersBulk() throws -> Response {
        struct Body: Decodable {
            var accountIds: [String]
        }
        let ids = try body(Body.self).accountIds
        guard !ids.isEmpty, ids.count <= 250 else { throw APIError.invalid("'accountIds' must hold 1 to 250 ids.") }
        let people = ids.compactMap { live.person($0) }
        return page(people.map { json($0) }, next: nil, objects: 0, identities: people.count)
    }

    private func json(_ person: Person) -> JSON {
        [
            "accountId": .string(person.accountID), "accountType": "atlassian",
            "accountStatus": .string(person.accountStatus), "email": .string(person.email),
            "displayName": .string(person.displayName), "publicName": .string(person.displayName), "timeZone": "UTC",
            "personalSpaceId": .id(
                live.spaces.values.first { $0.type == "personal" && $0.author == person.accountID }?.id),
            "isExternalCollaborator": false,
            "profilePicture": ["path": "/wiki/aa-avatar/default", "isDefault": true],
        ]
    }

    func tenantInfo() -> Response { .json(["cloudId": .string(options.cloudID)]) }

    // MARK: v1

    /// A user as v1 shows it.
    func userV1(_ accountID: String) -> JSON {
        let person = live.person(accountID)
        let name = person?.displayName ?? "Former user"
        return [
            "type": "known", "accountId": .string(accountID), "accountType": "atlassian",
            "email": .string(person?.email ?? ""), "publicName": .string(name), "displayName": .string(name),
            "profilePicture": [
                "path": "/wiki/aa-avatar/default", "width": 48, "height": 48, "isDefault": true,
            ],
            "timeZone": "UTC", "isExternalCollaborator": false, "isGuest": false,
            "_expandable": ["operations": "", "personalSpace": ""],
            "_links": ["self": .string("\(base)/rest/api/user?accountId=\(PercentCoding.encode(accountID))")],
        ]
    }

    func user() throws -> Response {
        guard let id = query("accountId") else { throw APIError.invalid("accountId is required") }
        guard live.person(id) != nil else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No user found with account id : \(id)")
        }
        return .json(userV1(id), identities: 1)
    }

    func currentUser() -> Response {
        switch reader {
        case .account(let person, _): return .json(userV1(person.accountID), identities: 1)
        case .everything(let id):
            return .json(
                [
                    "type": "known", "accountId": .string(id), "accountType": "app", "email": .string(options.user),
                    "publicName": "Simulator", "displayName": "Simulator", "isExternalCollaborator": false,
                    "_expandable": [:], "_links": ["self": .string("\(base)/rest/api/user?accountId=\(id)")],
                ], identities: 1)
        case .anonymous: return .json(["type": "anonymous", "displayName": "Anonymous", "_links": [:]])
        }
    }

    func userBulk() throws -> Response {
        let ids = list("accountId")
        guard !ids.isEmpty, ids.count <= 100 else { throw APIError.invalid("accountId: 1 to 100 ids") }
        let found = ids.filter { live.person($0) != nil }
        return .json(
            [
                "results": .array(found.map { userV1($0) }), "start": 0, "limit": 100, "size": .int(found.count),
                "_links": ["base": .string(base), "context": .string(context), "self": .string(selfAddress)],
            ], identities: found.count)
    }

    // MARK: Groups

    func groupJSON(_ group: PeopleGroup) -> JSON {
        if isDataCenter {
            let address = "\(base)/rest/api/group/\(PercentCoding.encode(group.name))"
            return ["type": "group", "name": .string(group.name), "_links": ["self": .string(address)]]
        }
        return [
            "type": "group", "name": .string(group.name), "id": .string(group.id),
            "_links": ["self": .string("\(base)/rest/api/group/by-id?id=\(PercentCoding.encode(group.id))")],
        ]
    }

    func groups() throws -> Response { try offsetPage(live.base.groups.map { groupJSON($0) }, standard: 200) }

    func group() throws -> Response {
        guard let group = live.base.groups.first(where: { $0.id == query("id") }) else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No group found")
        }
        return .json(groupJSON(group), identities: 1)
    }

    func members(_ id: String) throws -> Response {
        guard let group = live.base.groups.first(where: { $0.id == id }) else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No group found with id: \(id)")
        }
        return try offsetPage(group.members.map { userV1($0) }, standard: 200)
    }

    func memberOf() throws -> Response {
        guard let id = query("accountId") else { throw APIError.invalid("accountId is required") }
        return try offsetPage(live.base.groups.filter { $0.members.contains(id) }.map { groupJSON($0) }, standard: 200)
    }

    /// A page by `start` and `limit`, of identities.
    private func offsetPage(_ all: [JSON], standard: Int) throws -> Response {
        let start = try number("start", standard: 0, 0...Int(Int32.max))
        let limit = try number("limit", standard: standard, 1...standard)
        let part = Array(all.dropFirst(start).prefix(limit))
        var links: [(String, JSON)] = [
            ("base", .string(base)), ("context", .string(context)), ("self", .string(selfAddress)),
        ]
        if start + part.count < all.count { links.append(("next", .string(nextAddress(start: start + limit)))) }
        return .json(
            [
                "results": .array(part), "start": .int(start), "limit": .int(limit), "size": .int(part.count),
                "_links": .object(links),
            ], identities: part.count)
    }
}
