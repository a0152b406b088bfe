import ConfluenceModel
import HTTPTransport

/// Fetches a batch of ids; one that the server chokes on is halved until the culprit stands alone.
struct Halving<Element: Sendable> {
    var elements: [Element] = []
    /// Ids that failed on their own, and how.
    var failures: [ContentID: ConfluenceError] = [:]
    /// Failed requests that a batch may cost before the server counts as broken as a whole. Finding one culprit among 50
    /// costs six.
    private var credit = 12

    /// - Throws: whatever asking for less cannot cure.
    mutating func run(
        _ ids: [ContentID], _ fetch: ([ContentID]) async throws(ConfluenceError) -> [Element]
    ) async throws(ConfluenceError) {
        guard !ids.isEmpty else { return }
        do throws(ConfluenceError) {
            elements += try await fetch(ids)
        } catch {
            credit -= error.code == .timeout ? 4 : 1
            guard error.mayBeTooMuch, credit > 0 else { throw error }
            guard ids.count > 1 else {
                failures[ids[0]] = error
                return
            }
            try await run(Array(ids[..<(ids.count / 2)]), fetch)
            try await run(Array(ids[(ids.count / 2)...]), fetch)
        }
    }
}

extension Array {
    func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

/// Each element's result, a few at a time; the pace decides what really goes at once.
/// - Throws: the first failure; the others are cancelled.
func concurrently<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int = 4, _ work: @escaping @Sendable (Input) async throws(ConfluenceError) -> Output
) async throws(ConfluenceError) -> [Output] {
    let results = await withTaskGroup(of: (Int, Result<Output, ConfluenceError>).self) { group in
        var outcomes: [Int: Result<Output, ConfluenceError>] = [:]
        var next = 0
        func add() {
            guard next < inputs.count else { return }
            let (index, input) = (next, inputs[next])
            next += 1
            group.addTask {
                do throws(ConfluenceError) {
                    return (index, .success(try await work(input)))
                } catch {
                    return (index, .failure(error))
                }
            }
        }
        for _ in 0..<width { add() }
        while let (index, result) = await group.next() {
            outcomes[index] = result
            if case .failure = result {
                group.cancelAll()
                return [result]
            }
            add()
        }
        return inputs.indices.compactMap { outcomes[$0] }
    }
    var outputs: [Output] = []
    for result in results { outputs.append(try result.get()) }
    return outputs
}
