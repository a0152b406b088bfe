/// Cuts a query into words, quoted strings and signs.
enum CQLToken: Equatable, Sendable {
    case word(String)
    case quoted(String)
    /// `( ) ,` and the comparisons.
    case sign(String)

    static func tokens(of text: String) throws -> [CQLToken] {
        var tokens: [CQLToken] = []
        var rest = Substring(text)
        while let first = rest.first {
            switch first {
            case _ where first.isWhitespace: rest = rest.dropFirst()
            case "\"", "'": tokens.append(.quoted(try quoted(&rest, closedBy: first)))
            case "(", ")", ",":
                tokens.append(.sign(String(first)))
                rest = rest.dropFirst()
            case "=", "~":
                tokens.append(.sign(String(first)))
                rest = rest.dropFirst()
                // A bare word must not begin with a tilde.
                if first == "=", rest.drop(while: \.isWhitespace).first == "~" {
                    throw CQLError(reason: "unexpected '~'")
                }
            case "!", "<", ">":
                let two = String(rest.prefix(2))
                if ["!=", "!~", "<=", ">="].contains(two) {
                    tokens.append(.sign(two))
                    rest = rest.dropFirst(2)
                } else if first == "!" {
                    throw CQLError(reason: "unexpected '!'")
                } else {
                    tokens.append(.sign(String(first)))
                    rest = rest.dropFirst()
                }
            default:
                let word = rest.prefix { $0.isLetter || $0.isNumber || "_.-".contains($0) }
                guard !word.isEmpty else { throw CQLError(reason: "unexpected '\(first)'") }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return tokens
    }

    private static func quoted(_ rest: inout Substring, closedBy quote: Character) throws -> String {
        rest = rest.dropFirst()
        var text = ""
        while let next = rest.popFirst() {
            if next == quote { return text }
            if next == "\\" {
                guard let escaped = rest.popFirst() else { break }
                text.append(escaped)
            } else {
                text.append(next)
            }
        }
        throw CQLError(reason: "a quotation mark is not closed")
    }
}
