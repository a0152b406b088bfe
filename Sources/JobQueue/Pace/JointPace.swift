package import HTTPTransport

/// Several quotas that one request is counted by: all of them give it a turn before it goes.
package struct JointPace: Pace {
    package struct Part: Sendable {
        let pace: any Pace
        /// Whether the owner counts points; otherwise a request is 1 to it.
        let countsPoints: Bool

        package init(_ pace: any Pace, countsPoints: Bool = false) {
            self.pace = pace
            self.countsPoints = countsPoints
        }
    }

    private let parts: [Part]

    /// - Parameter parts: in an order that is the same everywhere, the scarcest first.
    package init(_ parts: [Part]) { self.parts = parts }

    package func acquire(cost: Int) async throws {
        for (index, part) in parts.enumerated() {
            do {
                try await part.pace.acquire(cost: part.countsPoints ? cost : min(cost, 1))
            } catch {
                for taken in parts[..<index] { await taken.pace.finished(status: nil, headers: [:], elapsed: .zero) }
                throw error
            }
        }
    }

    package func finished(status: Int?, headers: HTTPHeaders, elapsed: Duration) async {
        for part in parts { await part.pace.finished(status: status, headers: headers, elapsed: elapsed) }
    }
}
