import Foundation

/// Atlassian's description of the API, where a copy of it lies beside the checkout.
struct Specification: @unchecked Sendable {
    // Made by JSONSerialization and never changed.
    private let document: [String: Any]

    static let cloudV2 = Specification("confluence-cloud-v2.json")
    static let cloudV1 = Specification("confluence-cloud-v1.json")
    static let dataCenter = Specification("confluence-dc.json")
    static var arePresent: Bool { cloudV2 != nil && cloudV1 != nil && dataCenter != nil }

    private init?(_ name: String) {
        let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        let root = file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let place = root.deletingLastPathComponent().appendingPathComponent("shared/specs/\(name)")
        guard let data = try? Data(contentsOf: place),
            let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        self.document = document
    }

    /// What is wrong with an answer, by the schema of the operation's 200.
    /// - Parameter strict: members that the schema does not name are wrong too.
    func complaints(_ method: String, _ path: String, _ answer: Value, strict: Bool) -> [String] {
        let operation = (document["paths"] as? [String: Any])?[path] as? [String: Any]
        let responses = (operation?[method] as? [String: Any])?["responses"] as? [String: Any]
        let content = (responses?["200"] as? [String: Any])?["content"] as? [String: Any]
        guard let schema = (content?["application/json"] as? [String: Any])?["schema"] as? [String: Any] else {
            return ["no schema for \(method) \(path)"]
        }
        return check(answer.raw, schema, "", strict: strict)
    }

    private func resolve(_ schema: [String: Any]) -> [String: Any] {
        guard let reference = schema["$ref"] as? String else { return schema }
        var found: Any = document
        for part in reference.split(separator: "/").dropFirst() {
            found = (found as? [String: Any])?[String(part)] ?? [:]
        }
        return resolve(found as? [String: Any] ?? [:])
    }

    private func check(_ value: Any, _ unresolved: [String: Any], _ path: String, strict: Bool) -> [String] {
        let schema = resolve(unresolved)
        if let all = schema["allOf"] as? [[String: Any]] { return check(value, merged(all), path, strict: strict) }
        for choice in ["oneOf", "anyOf"] {
            guard let options = schema[choice] as? [[String: Any]] else { continue }
            let complaints = options.map { check(value, $0, path, strict: strict) }
            return complaints.contains { $0.isEmpty } ? [] : complaints.first ?? []
        }
        // Real answers hold null where the description says "or null" without declaring it.
        if value is NSNull { return [] }
        if let allowed = schema["enum"] as? [String], let text = value as? String, !allowed.contains(text) {
            return ["\(path): \(text) is none of \(allowed)"]
        }
        switch schema["type"] as? String {
        case "string": return value is String ? [] : ["\(path): not a string"]
        case "integer", "number": return isNumber(value) ? [] : ["\(path): not a number"]
        case "boolean": return value is Bool ? [] : ["\(path): not a boolean"]
        case "array":
            guard let list = value as? [Any] else { return ["\(path): not an array"] }
            let items = schema["items"] as? [String: Any] ?? [:]
            return list.enumerated().flatMap { check($1, items, "\(path)[\($0)]", strict: strict) }
        case "object": return checkObject(value, schema, path, strict: strict)
        default: return schema["properties"] == nil ? [] : checkObject(value, schema, path, strict: strict)
        }
    }

    private func isNumber(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return !(value is Bool) || number == 0 || number == 1
    }

    private func checkObject(_ value: Any, _ schema: [String: Any], _ path: String, strict: Bool) -> [String] {
        guard let object = value as? [String: Any] else { return ["\(path): not an object"] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var complaints = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(path).\($0): missing"
        }
        for (name, member) in object {
            if let own = properties[name] {
                complaints += check(member, own, "\(path).\(name)", strict: strict)
            } else if let other = schema["additionalProperties"] as? [String: Any] {
                complaints += check(member, other, "\(path).\(name)", strict: strict)
            } else if strict, !properties.isEmpty, schema["additionalProperties"] as? Bool != true {
                complaints.append("\(path).\(name): not in the schema")
            }
        }
        return complaints
    }

    private func merged(_ schemas: [[String: Any]]) -> [String: Any] {
        var whole: [String: Any] = ["type": "object"]
        var properties: [String: [String: Any]] = [:]
        var required: [String] = []
        for schema in schemas.map(resolve) {
            for (name, own) in schema["properties"] as? [String: [String: Any]] ?? [:] {
                properties[name] = properties[name].map { ["allOf": [$0, own]] } ?? own
            }
            required += schema["required"] as? [String] ?? []
        }
        whole["properties"] = properties
        whole["required"] = required
        return whole
    }
}
