import Dispatch

/// Runs blocking file calls on threads of their own, so that they never hold up the cooperative pool.
enum FileThreads {
    private static let queue = DispatchQueue(label: "sinks.files", attributes: .concurrent)

    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
