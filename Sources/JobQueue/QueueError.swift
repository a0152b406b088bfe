/// The queue's Redis holds something unexpected, or was asked for something impossible.
package struct QueueError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A reply of another shape than the script gives.
        case unexpectedReply
        case unknownRun
        /// More runs at once than a job can answer.
        case tooManyRuns
        /// The slot of a schedule has had its run.
        case slotUsed
        /// An argument that cannot be stored: a cursor too long, an id of strange characters.
        case invalidArgument
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { "job queue \(code.rawValue): \(detail)" }
}
