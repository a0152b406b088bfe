internal import ConfluenceClient
package import JobQueue
internal import Sinks
package import TextExtraction

/// One table for all that may go wrong on the line: try again, wait, give up, or stop until a person acts.
extension ConfluenceError {
    func jobFailure(stage: String) -> JobFailure {
        switch remedy {
        case .retry(let after): failure(.transient, stage, after)
        case .wait(let after): failure(.throttled, stage, after)
        case .giveUp: failure(.permanent, stage, nil)
        case .stop: failure(.authentication, stage, nil)
        case .restartListing: failure(.transient, stage, nil)
        }
    }

    /// The same for a whole batch. That a search is refused says nothing of the pages it asked for: they are tried again.
    var batchFailure: JobFailure {
        remedy == .giveUp ? failure(.transient, "fetch", retryAfter) : jobFailure(stage: "fetch")
    }

    private func failure(_ kind: JobFailure.Kind, _ stage: String, _ delay: Duration?) -> JobFailure {
        JobFailure(kind, stage: stage, code: code.rawValue, message: message, httpStatus: status, delay: delay)
    }
}

extension SinkError {
    /// A sink that asks for a pause gets it from all workers. One that will not take anything pauses the connector as refused credentials do: nothing is lost, nothing burns.
    var jobFailure: JobFailure {
        let kind: JobFailure.Kind =
            switch remedy {
            case .retry: retryAfter == nil ? .transient : .throttled
            case .recreate: .transient
            case .permanent: .permanent
            case .stopRun: .authentication
            }
        return JobFailure(kind, stage: "push", code: code.rawValue, message: message, delay: retryAfter)
    }
}

extension TextExtractionError {
    /// Where files cannot be read at all, the connector pauses with the reason, and no file's attempts are burnt.
    package var jobFailure: JobFailure {
        let kind: JobFailure.Kind =
            switch code {
            case .notStarted, .engineUnavailable: .transient
            case .helperMissing, .sandboxMissing, .programMissing: .authentication
            }
        return JobFailure(kind, stage: "extract", code: code.rawValue, message: detail, delay: retryAfter)
    }
}
