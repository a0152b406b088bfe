import Synchronization

/// Counts what went over a wire, for the run report and the metrics. One meter may be shared by many clients.
package final class TransportMeter: Sendable {
    package struct Reading: Hashable, Sendable {
        /// Redirects and quick repeats count too.
        package var requests = 0
        /// Bodies as they came over the wire, before decompression.
        package var downloadedBytes = 0
        package var uploadedBytes = 0
        /// Confluence's cost of the requests: 1 each, and 1 for each object, 2 for each person returned.
        package var points = 0

        package init() {}

        package static func - (later: Reading, earlier: Reading) -> Reading {
            var difference = Reading()
            difference.requests = later.requests - earlier.requests
            difference.downloadedBytes = later.downloadedBytes - earlier.downloadedBytes
            difference.uploadedBytes = later.uploadedBytes - earlier.uploadedBytes
            difference.points = later.points - earlier.points
            return difference
        }
    }

    private let counts = Mutex(Reading())

    package init() {}

    package var reading: Reading { counts.withLock { $0 } }

    package func add(_ response: HTTPResponse) {
        counts.withLock {
            $0.requests += response.requests
            $0.downloadedBytes += response.downloadedBytes
            $0.uploadedBytes += response.uploadedBytes
        }
    }

    /// A request that brought no answer.
    package func addFailure() { counts.withLock { $0.requests += 1 } }

    package func addPoints(_ points: Int) { counts.withLock { $0.points += points } }
}
