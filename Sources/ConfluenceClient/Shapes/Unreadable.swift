/// One element of an answer lacks what it must have.
struct Unreadable: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension JSON {
    func required(_ name: String, of what: String) throws(Unreadable) -> String {
        guard let text = self[name].text else {
            let id = self["id"].text.map { " \($0)" } ?? ""
            throw Unreadable("\(what)\(id) has no \(name)")
        }
        return text
    }
}

/// The single thing an answer is about: without it the answer is worth nothing.
func understood<Value>(_ read: () throws(Unreadable) -> Value) throws(ConfluenceError) -> Value {
    do throws(Unreadable) {
        return try read()
    } catch {
        throw ConfluenceError(.malformed, "Confluence answered something unexpected: \(error)")
    }
}
