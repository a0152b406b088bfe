import ConfluenceModel
import HTTPTransport

extension DataCenterDialect {
    /// Since 9.1, and only for administrators of the space; others cannot know.
    func readers(of space: Space) async throws(ConfluenceError) -> SpaceReaders? {
        let answer: JSON
        do throws(ConfluenceError) {
            answer = try await wire.get("/rest/api/space/\(percentEncoded(space.key))/permissions")
        } catch {
            if [.notFound, .forbidden, .badRequest, .gone].contains(error.code) { return nil }
            throw error
        }
        var readers = SpaceReaders()
        for permission in answer.isArray ? answer.elements : answer["results"].elements {
            let operation = permission["operation"]
            guard operation["targetType"].text == "space", operation["operationKey"].text == "read" else { continue }
            let subject = permission["subject"]
            if let user = V1Content.user(subject) {
                readers.users.append(user.id)
            } else if let group = subject["name"].text ?? subject["displayName"].text, subject["type"].text == "group" {
                readers.groups.append(group)
            } else if subject["type"].text == "anonymous" || !subject.isObject {
                readers.everybody = true
            }
        }
        return readers
    }
}
