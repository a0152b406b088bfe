import Foundation

extension Exchange {
    /// A person as this deployment shows them, by the site's own id.
    func person(_ accountID: String) -> JSON {
        guard isDataCenter else { return userV1(accountID) }
        guard let person = live.person(accountID) else {
            return ["type": "anonymous", "displayName": "Anonymous", "_links": [:]]
        }
        return [
            "type": "known", "username": .string(person.username), "userKey": .string(person.userKey),
            "displayName": .string(person.displayName),
            "profilePicture": [
                "path": .string(context + "/images/icons/profilepics/default.svg"), "width": 48, "height": 48,
                "isDefault": true,
            ],
            "_links": ["self": .string("\(base)/rest/api/user?key=\(person.userKey)")],
            "_expandable": ["status": ""],
        ]
    }

    /// A body as this deployment stores it: people are named by key on Data Center, by account elsewhere.
    func asStored(_ body: String) -> String {
        guard isDataCenter, body.contains("ri:account-id=\"") else { return body }
        var pieces = body.components(separatedBy: "ri:account-id=\"")
        for index in pieces.indices.dropFirst() {
            let id = pieces[index].prefix { $0 != "\"" }
            let key = live.person(String(id))?.userKey ?? String(id)
            pieces[index] = "ri:userkey=\"" + key + pieces[index].dropFirst(id.count)
        }
        return pieces.joined()
    }

    func currentUserOfDataCenter() -> Response {
        guard case .account(let account, _) = reader else {
            return .json(
                [
                    "type": "known", "username": .string(options.user), "userKey": "00000000000000000000000000000000",
                    "displayName": "Simulator", "_links": [:],
                ], identities: 1)
        }
        return .json(person(account.accountID), identities: 1)
    }

    private func personAsked() throws -> Person {
        let key = query("key")
        let name = query("username")
        guard let found = live.base.people.first(where: { $0.userKey == key || $0.username == name }) else {
            throw APIError(
                status: 404, code: "NOT_FOUND", message: "No user found with \(name ?? key ?? "neither name nor key")")
        }
        return found
    }

    func userOfDataCenter() throws -> Response { .json(person(try personAsked().accountID), identities: 1) }

    func memberOfOnDataCenter() throws -> Response {
        let id = try personAsked().accountID
        return try offsetPage(live.base.groups.filter { $0.members.contains(id) }.map { groupJSON($0) }, most: 200)
    }

    func membersOnDataCenter(_ name: String) throws -> Response {
        guard let group = live.base.groups.first(where: { $0.name == name }) else {
            throw APIError(status: 404, code: "NOT_FOUND", message: "No group with name : \(name)")
        }
        return try offsetPage(group.members.map { person($0) }, most: 200)
    }
}
