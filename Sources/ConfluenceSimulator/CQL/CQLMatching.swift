/// Whether an object passes a query's clause.
struct CQLMatching {
    let state: SiteState

    func matches(_ clause: CQLQuery.Clause, _ object: CQLObject) -> Bool {
        switch clause {
        case .all(let clauses): clauses.allSatisfy { matches($0, object) }
        case .any(let clauses): clauses.contains { matches($0, object) }
        case .not(let clause): !matches(clause, object)
        case .compare(let field, let comparison, let values): matches(field, comparison, values, object)
        }
    }

    private func matches(
        _ field: CQLQuery.Field, _ comparison: CQLQuery.Comparison, _ values: [CQLQuery.Value], _ object: CQLObject
    ) -> Bool {
        if field.isMoment { return compare(field == .created ? object.created : object.modified, comparison, values) }
        switch comparison {
        case .contains: return contains(field, values[0].text, object)
        case .lacks: return !contains(field, values[0].text, object)
        case .equal, .oneOf: return equals(field, Set(values.map(\.text)), object)
        case .unequal, .noneOf: return !equals(field, Set(values.map(\.text)), object)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return false
        }
    }

    private func compare(_ moment: Timestamp, _ comparison: CQLQuery.Comparison, _ values: [CQLQuery.Value]) -> Bool {
        values.contains { value in
            guard case .moment(let literal, let lasting) = value else { return false }
            let end = literal.milliseconds + max(min(lasting, 60_000), 1)
            switch comparison {
            case .less: return moment < literal
            case .lessOrEqual: return moment.milliseconds < end
            case .greater: return moment.milliseconds >= end
            case .greaterOrEqual: return moment >= literal
            case .equal, .oneOf:
                return moment >= literal && moment.milliseconds < literal.milliseconds + max(lasting, 1)
            default: return false
            }
        }
    }

    private func equals(_ field: CQLQuery.Field, _ wanted: Set<String>, _ object: CQLObject) -> Bool {
        switch field {
        case .space:
            guard let space = state.spaces[object.home.node.space] else { return false }
            return wanted.contains(space.key) || space.alias.map { wanted.contains($0) } ?? false
        case .spaceType: return state.spaces[object.home.node.space].map { wanted.contains($0.type) } ?? false
        case .type: return wanted.contains(object.type)
        case .id, .content: return wanted.contains(String(object.id)) || wanted.contains("att\(object.id)")
        case .ancestor:
            if case .comment = object { return false }
            return state.ancestors(of: object.home.node).contains { wanted.contains(String($0.id)) }
        case .parent:
            guard case .item(let item) = object, let parent = item.node.parent else { return false }
            return wanted.contains(String(parent))
        case .container:
            if case .item = object { return false }
            return wanted.contains(String(object.home.id))
        case .label:
            return object.labels.contains { wanted.contains($0) }
        case .title: return wanted.contains { $0.lowercased() == object.title.lowercased() }
        case .text: return wanted.contains { contains(.text, $0, object) }
        case .creator, .contributor: return wanted.contains(object.author)
        case .created, .lastModified: return false
        }
    }

    /// Every word occurs, whatever its case; the index's wildcards are taken as ends of words.
    private func contains(_ field: CQLQuery.Field, _ text: String, _ object: CQLObject) -> Bool {
        var place: String
        switch field {
        case .title: place = object.title
        case .text:
            place = object.title
            if case .item(let item) = object { place += " " + Bodies.text(of: state.body(of: item)) }
        case .label:
            place = object.labels.joined(separator: " ")
        default: return equals(field, [text], object)
        }
        place = place.lowercased()
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
        return words.allSatisfy { place.contains($0) }
    }
}
