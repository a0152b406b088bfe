import ConfluenceModel
import HTTPTransport

extension CloudDialect {
    /// By the space's permissions and, on sites in roles mode, its role assignments: every role includes reading.
    func readers(of space: Space) async throws(ConfluenceError) -> SpaceReaders? {
        let path = "/api/v2/spaces/\(percentEncoded(space.id.rawValue))"
        do throws(ConfluenceError) {
            var readers = SpaceReaders()
            let permissions = Wire.Enumeration(path: "\(path)/permissions", query: [], limit: Self.most, points: 2) {
                json in
                let operation = json["operation"]
                return operation["key"].text == "read" && operation["targetType"].text == "space"
                    ? json["principal"] : nil
            }
            for principal in try await wire.all(permissions) { readers.add(principal) }
            let roles = Wire.Enumeration(path: "\(path)/role-assignments", query: [], limit: Self.most, points: 2) {
                json in
                json["principal"].isObject ? json["principal"] : nil
            }
            do throws(ConfluenceError) {
                for principal in try await wire.all(roles) { readers.add(principal) }
            } catch {
                // Sites that know no roles yet, and tokens that may not see them, still have the permissions.
                guard [.notFound, .badRequest, .forbidden, .missingScope, .gone].contains(error.code) else {
                    throw error
                }
            }
            return readers
        } catch {
            if [.notFound, .forbidden, .missingScope, .gone].contains(error.code) { return nil }
            throw error
        }
    }
}

extension SpaceReaders {
    /// v2: `{"type":"user"|"group"|"role"|"ACCESS_CLASS", "id"}`, in roles mode `principalType`, `principalId`.
    fileprivate mutating func add(_ principal: JSON) {
        let type = (principal["type"].text ?? principal["principalType"].text ?? "").uppercased()
        guard let id = principal["id"].text ?? principal["principalId"].text else { return }
        switch type {
        case "USER": if !users.contains(AccountID(id)) { users.append(AccountID(id)) }
        case "GROUP": if !groups.contains(id) { groups.append(id) }
        case "ACCESS_CLASS":
            everybody = everybody || id.lowercased().contains("licensed") || id.lowercased().contains("anonymous")
        default: break
        }
    }
}
