/// Spaces and people of a generated site.
enum GeneratedSpaces {
    static let connector = Person(
        accountID: "5b10a0effa615349cb016cd8", displayName: "Knowledge Connector", email: "connector@example.com",
        accountStatus: "active")
    static let everyone = PeopleGroup(id: "0f7c1a54-confluence-users", name: "confluence-users", members: [])
    static let leadership = "77d2e6f0-leadership"
    static let board = "c1b5a9e3-board"

    private static let words = [
        "ENG", "DOCS", "LEAD", "OPS", "SUPPORT", "SALES", "DESIGN", "HR", "LEGAL", "DATA", "MOBILE", "SEC", "FIN", "QA",
        "ARCH", "PLAT", "CORE", "WEB", "ML", "EDU",
    ]
    private static let given = [
        "Ann", "Boris", "Chiara", "Dai", "Esra", "Farid", "Grete", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mirza",
        "Nadia",
        "Óscar", "Priya", "Quentin", "Rosa", "Sven", "Tomoko", "Uma", "Viktor", "Wanda", "Xin", "Yusuf", "Zoë",
    ]

    static func people(seed: UInt64) -> [Person] {
        [connector]
            + given.enumerated().map { index, name in
                Person(
                    accountID: "712020:" + String(mix(seed, Int64(index), 31), radix: 16),
                    displayName: "\(name) \(["Novák", "Okafor", "Schmidt", "Tanaka", "Silva"][index % 5])",
                    email: index % 3 == 0 ? "" : "person\(index)@example.com",
                    accountStatus: index % 13 == 12 ? "inactive" : "active")
            }
    }

    static func groups(_ people: [Person]) -> [PeopleGroup] {
        let ids = people.map(\.accountID)
        return [
            PeopleGroup(id: everyone.id, name: everyone.name, members: ids),
            PeopleGroup(id: leadership, name: "leadership", members: Array(ids.prefix(5))),
            PeopleGroup(id: board, name: "board", members: Array(ids.dropFirst(1).prefix(3))),
        ]
    }

    /// Unequal sizes, the first the largest; they add up to `documents`.
    static func sizes(documents: Int, spaces: Int) -> [Int] {
        let weights = (0..<spaces).map { 1_000_000 / ($0 * 3 / 2 + 2) }
        let total = weights.reduce(0, +)
        var sizes = weights.map { documents / total * $0 + documents % total * $0 / total }
        sizes[0] += documents - sizes.reduce(0, +)
        return sizes
    }

    /// With six spaces or more the third may be read by few and the fourth is a personal one.
    static func space(_ index: Int, of count: Int, people: [Person]) -> Space {
        var key = index < words.count ? words[index] : "\(words[index % words.count])\(index / words.count + 1)"
        var readers: [String] = []
        var type = index % 7 == 5 ? "collaboration" : "global"
        if count >= 6, index == 2 { readers = ["group:\(leadership)"] }
        if count >= 6, index == 3 {
            key = "~712020ab\(count)c"
            type = "personal"
        }
        return Space(
            id: Int64(65_536 + index * 13), key: key, alias: nil,
            name: index == 3 && count >= 6 ? people[1].displayName : "\(key) space", type: type,
            status: "current", homepage: nil, description: "Generated space \(index + 1) of \(count)",
            created: Timestamp(year: 2014, month: 6, day: index % 28 + 1),
            author: people[index % people.count].accountID,
            readableBy: readers)
    }
}
