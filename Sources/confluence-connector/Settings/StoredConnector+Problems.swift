import AttachmentModel
import ConfluenceClient
import Sinks
import SyncEngine

extension StoredConnector.Options {
    /// What the settings of a process would be refused for, and those in Redis are as well: a sentence each.
    var problems: [String] {
        var problems: [String] = []
        func check(_ name: String, _ isGood: Bool, _ value: Any) {
            if !isGood { problems.append("\(name): “\(value)” is out of bounds") }
        }
        func check<Value: Comparable>(_ name: String, _ value: Value?, _ bounds: ClosedRange<Value>) {
            if let value { check(name, bounds.contains(value), value) }
        }
        check("CONFLUENCE_TIMEOUT", timeoutSeconds, SettingBounds.timeoutSeconds)
        check("CONFLUENCE_MAX_RPS", maxRequestsPerSecond, SettingBounds.requestsPerSecond)
        check("CONFLUENCE_MAX_CONCURRENCY", maxConcurrency, SettingBounds.concurrency)
        check("LH42_REQUESTS_PER_MINUTE", lh42RequestsPerMinute, SettingBounds.lh42RequestsPerMinute)
        check("ATTACHMENT_MAX_BYTES", attachmentMaxBytes, SettingBounds.fileBytes)
        check("ATTACHMENT_MAX_TEXT_BYTES", attachmentMaxTextBytes, SettingBounds.textBytes)
        check("CONFLUENCE_DEPLOYMENT", deployment.map { Deployment(rawValue: $0) != nil } ?? true, deployment ?? "")
        check(
            "CONFLUENCE_PERSONAL_SPACES", SpaceSelection.PersonalSpaces(rawValue: personalSpaces) != nil,
            personalSpaces)
        check(
            "CONFLUENCE_RESTRICTED_CONTENT", AccessPolicy.RestrictedContent(rawValue: restrictedContent) != nil,
            restrictedContent)
        for kind in attachmentKinds ?? [] { check("ATTACHMENT_TYPES", AttachmentKind(rawValue: kind) != nil, kind) }
        return problems
    }
}
