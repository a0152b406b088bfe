/// Parses the subset: `or`, `and`, `not`, parentheses, comparisons, `in`, `order by`.
struct CQLParser {
    /// Words that must be quoted to be values.
    private static let reserved: Set<String> = [
        "and", "or", "not", "in", "order", "by", "asc", "desc", "null", "empty",
    ]
    private static let depthLimit = 50

    private var tokens: ArraySlice<CQLToken>
    private let now: Timestamp
    private let zone: Int
    private let currentUser: String
    private var depth = 0

    /// - Parameter zone: minutes that the asking user's clock is ahead of UTC.
    static func parse(_ text: String, now: Timestamp, zone: Int, currentUser: String) throws -> CQLQuery {
        var parser = CQLParser(
            tokens: try CQLToken.tokens(of: text)[...], now: now, zone: zone, currentUser: currentUser)
        return try parser.query()
    }

    private init(tokens: ArraySlice<CQLToken>, now: Timestamp, zone: Int, currentUser: String) {
        self.tokens = tokens
        self.now = now
        self.zone = zone
        self.currentUser = currentUser
    }

    private mutating func query() throws -> CQLQuery {
        guard !tokens.isEmpty else { throw CQLError(reason: "empty query") }
        var query = CQLQuery()
        if !isNext("order") { query.clause = try disjunction() }
        if take("order") {
            guard take("by") else { throw CQLError(reason: "expected 'by'") }
            repeat {
                let sorting = try sorting()
                if query.sorting == nil { query.sorting = sorting }
            } while takeSign(",")
        }
        if let rest = tokens.first { throw CQLError(reason: "unexpected \(rest)") }
        return query
    }

    private mutating func sorting() throws -> CQLQuery.Sorting {
        let name = try word().lowercased()
        let by: CQLQuery.Sorting.By
        switch name {
        case "created": by = .order(.created)
        case "lastmodified": by = .order(.modified)
        case "id": by = .order(.id)
        case "title": by = .title
        default: throw CQLError(reason: "cannot order by \(name)")
        }
        if take("desc") { return .init(by: by, descending: true) }
        _ = take("asc")
        return .init(by: by, descending: false)
    }

    // MARK: Clauses

    private mutating func disjunction() throws -> CQLQuery.Clause {
        depth += 1
        defer { depth -= 1 }
        guard depth < CQLParser.depthLimit else { throw CQLError(reason: "nested too deeply") }
        var clauses = [try conjunction()]
        while take("or") { clauses.append(try conjunction()) }
        return clauses.count == 1 ? clauses[0] : .any(clauses)
    }

    private mutating func conjunction() throws -> CQLQuery.Clause {
        var clauses = [try negation()]
        while take("and") { clauses.append(try negation()) }
        return clauses.count == 1 ? clauses[0] : .all(clauses)
    }

    private mutating func negation() throws -> CQLQuery.Clause {
        if take("not") {
            depth += 1
            defer { depth -= 1 }
            guard depth < CQLParser.depthLimit else { throw CQLError(reason: "nested too deeply") }
            return .not(try negation())
        }
        if takeSign("(") {
            let clause = try disjunction()
            guard takeSign(")") else { throw CQLError(reason: "expected ')'") }
            return clause
        }
        return try comparison()
    }

    private mutating func comparison() throws -> CQLQuery.Clause {
        let name = try word()
        guard let field = CQLQuery.Field(rawValue: name.lowercased()) else {
            throw CQLError(reason: "No field exists with name '\(name)'")
        }
        if take("not") {
            guard take("in") else { throw CQLError(reason: "expected 'in'") }
            return .compare(field, .noneOf, try values(field))
        }
        if take("in") { return .compare(field, .oneOf, try values(field)) }
        guard case .sign(let sign)? = tokens.popFirst() else { throw CQLError(reason: "expected a comparison") }
        let comparisons: [String: CQLQuery.Comparison] = [
            "=": .equal, "!=": .unequal, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
            "~": .contains, "!~": .lacks,
        ]
        guard let comparison = comparisons[sign] else { throw CQLError(reason: "unexpected '\(sign)'") }
        return .compare(field, comparison, [try value(field)])
    }

    // MARK: Values

    private mutating func values(_ field: CQLQuery.Field) throws -> [CQLQuery.Value] {
        guard takeSign("(") else { throw CQLError(reason: "expected '('") }
        var values = [try value(field)]
        while takeSign(",") { values.append(try value(field)) }
        guard takeSign(")") else { throw CQLError(reason: "expected ')'") }
        return values
    }

    private mutating func value(_ field: CQLQuery.Field) throws -> CQLQuery.Value {
        switch tokens.popFirst() {
        case .quoted(let text)?: return try literal(text, field)
        case .word(let word)?:
            if takeSign("(") { return try function(word) }
            guard !CQLParser.reserved.contains(word.lowercased()) else {
                throw CQLError(reason: "'\(word)' is a reserved word")
            }
            return try literal(word, field)
        default: throw CQLError(reason: "expected a value")
        }
    }

    private func literal(_ text: String, _ field: CQLQuery.Field) throws -> CQLQuery.Value {
        guard field.isMoment else { return .text(text) }
        guard let moment = Timestamp(parsing: text, offsetMinutes: zone) else {
            throw CQLError(reason: "'\(text)' is not a date")
        }
        let minute = moment.milliseconds - (moment.milliseconds % 60_000 + 60_000) % 60_000
        return .moment(Timestamp(milliseconds: minute), lasting: text.contains(":") ? 60_000 : 86_400_000)
    }

    private mutating func function(_ name: String) throws -> CQLQuery.Value {
        var argument: String?
        if case .quoted(let text)? = tokens.first {
            tokens = tokens.dropFirst()
            argument = text
        }
        guard takeSign(")") else { throw CQLError(reason: "expected ')'") }
        switch name.lowercased() {
        case "currentuser": return .text(currentUser)
        case "now": return .moment(try now.shifted(argument), lasting: 0)
        case "startofday":
            let local = now.milliseconds + Int64(zone) * 60_000
            let midnight = Timestamp(milliseconds: now.milliseconds - (local % 86_400_000 + 86_400_000) % 86_400_000)
            return .moment(try midnight.shifted(argument), lasting: 0)
        default: throw CQLError(reason: "no function '\(name)'")
        }
    }

    // MARK: Tokens

    private func isNext(_ keyword: String) -> Bool {
        if case .word(let word)? = tokens.first { return word.lowercased() == keyword }
        return false
    }

    private mutating func take(_ keyword: String) -> Bool {
        guard isNext(keyword) else { return false }
        tokens = tokens.dropFirst()
        return true
    }

    private mutating func takeSign(_ sign: String) -> Bool {
        guard tokens.first == .sign(sign) else { return false }
        tokens = tokens.dropFirst()
        return true
    }

    private mutating func word() throws -> String {
        guard case .word(let word)? = tokens.popFirst() else { throw CQLError(reason: "expected a field") }
        return word
    }
}

extension Timestamp {
    /// Shifted by `-90m`, `+1d`, `-4w`: units y M w d h m.
    fileprivate func shifted(_ text: String?) throws -> Timestamp {
        guard let text, !text.isEmpty else { return self }
        let units: [Character: Int64] = [
            "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "M": 2_592_000_000, "y": 31_536_000_000,
        ]
        guard let last = text.last, let unit = units[last], let number = Int64(text.dropLast()),
            number.magnitude < 100_000
        else {
            throw CQLError(reason: "'\(text)' is not a distance in time")
        }
        return Timestamp(milliseconds: milliseconds + number * unit)
    }
}
