internal import ConfluenceClient
internal import JobQueue
internal import RedisClient
internal import Sinks
internal import SyncState
internal import TextExtraction

/// What a person is told of an error: its own sentence, without our type names.
package func sentence(_ error: any Error) -> String {
    switch error {
    case let error as ConfluenceError: error.message
    case let error as RedisError: error.detail
    case let error as SinkError: error.message
    case let error as SyncStateError: error.detail
    case let error as TextExtractionError: error.detail
    case let error as QueueError: error.detail
    default: "\(error)"
    }
}
