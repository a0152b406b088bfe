import ConfluenceModel

/// A page or blog post as v2 shows it: without ancestors, restrictions and, in lists, labels.
struct V2Content: Sendable {
    var summary: ContentSummary
    var body: String?
    /// `nil`: not asked for, or more than the answer holds.
    var labels: [String]?

    init(_ json: JSON, _ kind: ContentKind) throws(Unreadable) {
        summary = try V2.summary(json, kind)
        body = json["body"]["storage"]["value"].string
        labels = V2.wholeLabels(json["labels"])
    }
}
