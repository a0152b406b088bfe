internal import ContentTree

/// What the walks through a page and the pages included in it have in common.
final class Conversion {
    let resolver: any ContentResolver
    let options: ConversionOptions
    var warnings: [ConversionWarning] = []
    var metadata = DocumentMetadata()
    var namedAnchors: [String: String] = [:]

    /// Pages whose bodies are being shown right now, outermost first.
    var inclusionPath: [PageReference] = []
    /// The ids of the page and of those, as far as they are known.
    var shownIDs: [String] = []
    var inclusions = 0
    /// Bytes that may still be included, and those that were.
    var inclusionBytes: Int
    var includedBytes = 0
    private var seen: Set<String> = []
    private var seenLinks: Set<DocumentMetadata.OutgoingLink> = []

    init(resolver: any ContentResolver, options: ConversionOptions, inputBytes: Int) {
        self.resolver = resolver
        self.options = options
        let (product, overflow) = inputBytes.multipliedReportingOverflow(by: options.limits.inclusionFactor)
        inclusionBytes = overflow ? Int.max : product + options.limits.inclusionAllowance
    }

    func warn(_ code: ConversionWarning.Code, _ message: String) {
        if warnings.count < 1_000 { warnings.append(ConversionWarning(code: code, message: message)) }
    }

    /// Whether a fact is new.
    func isFirst(_ kind: String, _ value: String) -> Bool {
        !value.isEmpty && seen.insert(kind + "\u{0}" + value).inserted
    }

    func note(_ link: DocumentMetadata.OutgoingLink) {
        if seenLinks.insert(link).inserted { metadata.links.append(link) }
    }

    func note(attachment: String) {
        if isFirst("attachment", attachment) { metadata.attachments.append(attachment) }
    }

    func note(user: String) {
        if isFirst("user", user) { metadata.users.append(user) }
    }

    func note(jiraKey: String) {
        if isFirst("jira", jiraKey) { metadata.jiraKeys.append(jiraKey) }
    }

    func note(language: String) {
        if isFirst("language", language) { metadata.codeLanguages.append(language) }
    }
}
