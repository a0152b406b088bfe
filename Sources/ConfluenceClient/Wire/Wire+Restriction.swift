import ConfluenceModel
import HTTPTransport

extension Wire {
    /// Who may read one piece of content, by its own restrictions, however many they are.
    /// - Parameter read: finds the read operation in an answer.
    /// - Returns: `nil` where somebody is named whom we cannot tell, or too many are.
    /// - Throws: `malformed` when the answer does not say.
    func restriction(_ path: String, _ read: (JSON) -> JSON) async throws(ConfluenceError) -> ReadRestriction? {
        var whole = ReadRestriction.none
        for start in stride(from: 0, to: 10_000, by: 100) {
            let answer = try await get(
                path, [("expand", "restrictions.user,restrictions.group"), ("start", String(start)), ("limit", "100")])
            let lists = read(answer)["restrictions"]
            guard lists["user"]["results"].isArray, lists["group"]["results"].isArray else {
                throw ConfluenceError(.malformed, "\(site.base)\(path) does not say who may read")
            }
            let part = V1Content.restriction(lists)
            let people = (part?.users.count ?? 0) + (part?.groups.count ?? 0)
            meter.addPoints(1 + 2 * people)
            guard let part else { return nil }
            whole.users += part.users.filter { !whole.users.contains($0) }
            for (group, name) in zip(part.groups, part.groupNames) where !whole.groups.contains(group) {
                whole.groups.append(group)
                whole.groupNames.append(name)
            }
            guard people > 0, V1Content.isCut(lists["user"]) || V1Content.isCut(lists["group"]) else { return whole }
        }
        return nil
    }
}
