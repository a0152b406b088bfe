struct Person: Sendable {
    var accountID: String
    var displayName: String
    /// Empty where the person hides it.
    var email: String
    var accountStatus: String

    /// On Data Center: the first part of the address, or the name in small ASCII letters.
    var username: String {
        if let at = email.firstIndex(of: "@") { return String(email[..<at]) }
        let letters = displayName.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return letters.isEmpty ? "user" + userKey.suffix(6) : letters
    }

    /// On Data Center: 32 hexadecimal digits.
    var userKey: String {
        (0..<2).map { part in
            let text = String(mix(UInt64(part), Labels.id(of: accountID)), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }
}

struct PeopleGroup: Sendable {
    var id: String
    var name: String
    var members: [String]
}

struct Space: Sendable {
    var id: Int64
    var key: String
    var alias: String?
    var name: String
    var type: String
    var status: String
    var homepage: Int64?
    var description: String
    var created: Timestamp
    var author: String
    /// `group:ID`, `group:NAME` or `user:ID`; empty: every licensed user.
    var readableBy: [String]
}

/// On whose behalf a request is made.
enum Viewer: Sendable {
    /// No account of the site: an administrator's key that sees everything.
    case everything(accountID: String)
    /// `groups` holds ids and names.
    case account(Person, groups: Set<String>)
    case anonymous

    var accountID: String? {
        switch self {
        case .everything(let id): id
        case .account(let person, _): person.accountID
        case .anonymous: nil
        }
    }

    func mayRead(_ space: Space) -> Bool {
        switch self {
        case .everything: return true
        case .anonymous: return false
        case .account(let person, let groups):
            if space.readableBy.isEmpty { return true }
            return space.readableBy.contains { reader in
                reader == "user:\(person.accountID)"
                    || (reader.hasPrefix("group:") && groups.contains(String(reader.dropFirst(6))))
            }
        }
    }

    func passes(_ restriction: Restriction?) -> Bool {
        guard let restriction else { return true }
        switch self {
        case .everything: return true
        case .anonymous: return false
        case .account(let person, let groups):
            return restriction.users.contains(person.accountID) || restriction.groups.contains { groups.contains($0) }
        }
    }
}
