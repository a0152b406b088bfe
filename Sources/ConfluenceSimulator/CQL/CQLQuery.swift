/// A query in Confluence's query language, parsed.
struct CQLQuery: Sendable {
    indirect enum Clause: Sendable {
        case all([Clause])
        case any([Clause])
        case not(Clause)
        case compare(Field, Comparison, [Value])
    }

    enum Field: String, Sendable, CaseIterable {
        case space
        case spaceType = "space.type"
        case type
        case id
        case content
        case ancestor
        case parent
        case container
        case label
        case title
        case text
        case creator
        case contributor
        case created
        case lastModified = "lastmodified"

        var isMoment: Bool { self == .created || self == .lastModified }
    }

    enum Comparison: Sendable {
        case equal
        case unequal
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case contains
        case lacks
        case oneOf
        case noneOf
    }

    enum Value: Sendable {
        case text(String)
        /// A time, and how long it lasts: a minute for a literal, a day for a date, nothing for `now()`.
        case moment(Timestamp, lasting: Int64)

        var text: String {
            if case .text(let text) = self { return text }
            return ""
        }
    }

    struct Sorting: Sendable {
        enum By: Sendable {
            case order(Order)
            case title
        }

        var by: By
        var descending: Bool
    }

    /// `nil`: everything.
    var clause: Clause?
    var sorting: Sorting?

    /// Comparisons that every result must pass: those joined by `and` at the top.
    var required: [(field: Field, comparison: Comparison, values: [Value])] {
        func collect(_ clause: Clause) -> [(field: Field, comparison: Comparison, values: [Value])] {
            switch clause {
            case .compare(let field, let comparison, let values): [(field, comparison, values)]
            case .all(let clauses): clauses.flatMap(collect)
            case .any(let clauses): clauses.count == 1 ? collect(clauses[0]) : []
            case .not: []
            }
        }
        return clause.map(collect) ?? []
    }
}

/// A query that cannot be parsed.
struct CQLError: Error {
    var reason: String
}
