/// How the simulated LH42 behaves.
package struct LH42Options: Sendable {
    package enum Processing: Sendable {
        /// Ready in the answer to the create.
        case instant
        /// Ready when it was looked at so many times, by itself or in a listing of its status.
        case looks(Int)
        case milliseconds(Int)
        /// Until ``LH42Simulator/process()``.
        case never
    }

    package var key = "lh_test"
    /// `/v1` or `/api/v1`; the other one is not there.
    package var prefix = "/api/v1"
    /// Whether `GET /api/v1` lists the endpoints.
    package var hasDiscovery = true
    package var processing = Processing.looks(1)
    /// A document whose title or text contains a key fails with the value as its error.
    package var failing: [String: String] = [:]
    /// `{"data": …, "meta": …}` around answers.
    package var wrapsAnswers = true
    /// The newest first, or the oldest.
    package var listsNewestFirst = true
    /// `offset` and `has_more` in place of cursors.
    package var pagesByOffset = false
    /// Whether `status=pending` is a known filter.
    package var knowsPending = true
    /// Requests that pass until a ready document is in the search index.
    package var searchLag = 0
    /// Search results a document.
    package var piecesPerDocument = 1
    package var hasUniqueCollectionNames = true
    package var deletesWithBody = true
    /// Of one document's text; a larger one is answered with 413.
    package var maxContentBytes = 8 << 20
    /// Whether the collection that a create names has to exist.
    package var checksCollections = true

    package init() {}
}
