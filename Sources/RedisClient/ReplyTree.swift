/// Collects the pieces hiredis finds into one reply at a time, within a budget of bytes.
final class ReplyTree {
    private struct OpenArray {
        let count: Int
        var values: [RESPValue] = []
    }

    /// An element takes about 64 bytes besides its own: the enum and the header of its buffer. Half of that is charged
    /// when its array is announced, so that a hostile length is refused at once, and half when it comes.
    private static let elementBytes = 32

    private let limit: Int
    private var used = 0
    private var open: [OpenArray] = []
    private var complete: RESPValue?
    private(set) var isOverBudget = false

    init(limit: Int) { self.limit = limit }

    /// The finished reply; the tree is then ready for the next.
    func takeReply() -> RESPValue? {
        defer {
            complete = nil
            used = 0
        }
        return complete
    }

    /// Whether the reply may grow by this many elements and bytes; when not, the reply has to be given up.
    func charge(elements: Int = 1, bytes: Int) -> Bool {
        let (cost, overflow) = elements.multipliedReportingOverflow(by: Self.elementBytes)
        isOverBudget = isOverBudget || overflow || cost > limit - used || bytes > limit - used - cost
        if !isOverBudget { used += cost + bytes }
        return !isOverBudget
    }

    func add(_ value: RESPValue) {
        var value = value
        while let last = open.indices.last {
            open[last].values.append(value)
            guard open[last].values.count == open[last].count else { return }
            value = .array(open.removeLast().values)
        }
        complete = value
    }

    func openArray(of count: Int) {
        guard count > 0 else { return add(.array([])) }
        open.append(OpenArray(count: count))
        open[open.count - 1].values.reserveCapacity(min(count, 1024))
    }
}
