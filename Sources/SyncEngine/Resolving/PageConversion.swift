internal import ConfluenceModel
internal import JobQueue
internal import MarkdownWriter
internal import StorageFormat
internal import SyncState

/// Storage format → content tree → markdown, with what a batch has looked up for all its pages.
struct PageConversion: Sendable {
    let siteAddress: String
    let pipeline: Pipeline
    var names: [AccountID: String] = [:]
    var shown = ShownPages()
    /// Those that were parsed already.
    var bodies: [JobID: StorageBody] = [:]

    struct Converted {
        let markdown: String
        let warnings: [ConversionWarning]
    }

    /// `nil`: the content came without its text.
    func convert(_ content: Content, of job: JobID) throws(StorageFormatError) -> Converted? {
        guard let storage = content.body else { return nil }
        let body: StorageBody
        if let parsed = bodies[job] {
            body = parsed
        } else {
            body = try StorageBody(storage, limits: pipeline.options.limits)
        }
        let answers = PageAnswers(
            siteAddress: siteAddress, names: names, shown: shown, spaceKey: content.facts.spaceKey,
            parent: content.facts.ancestors.last)
        let document = StorageFormatReader(
            context: content.context(siteAddress: siteAddress), resolver: answers, options: pipeline.options
        ).read(body)
        return Converted(markdown: MarkdownWriter().write(document.tree).text, warnings: document.warnings)
    }
}
