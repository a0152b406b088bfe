/// Shelves merged in one order: the base by position, what edits have put there beside it. A step costs
/// O(log shelves), the start O(log objects) a shelf.
struct Walk {
    private struct Source {
        /// `nil`: the edited keys.
        let shelf: Shelf?
        var position: Int
        var head: SortKey
    }

    private let state: SiteState
    private let order: Order
    private let descending: Bool
    private let edited: [SortKey]
    private var heap: [Source] = []
    /// Keys taken from any source so far: the work done.
    private(set) var examined = 0

    /// - Parameter after: the last key already delivered; the walk starts behind it.
    init(_ state: SiteState, shelves: [Shelf], by order: Order, descending: Bool = false, after: SortKey? = nil) {
        self.state = state
        self.order = order
        self.descending = descending
        edited = state.editedKeys(on: Set(shelves), by: order)
        for shelf in shelves {
            var position = descending ? state.base.count(shelf) - 1 : 0
            if let after {
                let rank = state.base.rank(of: after, in: shelf, by: order, including: !descending)
                position = descending ? rank - 1 : rank
            }
            refill(Source(shelf: shelf, position: position, head: SortKey(value: 0, id: 0)))
        }
        var position = descending ? edited.count - 1 : 0
        if let after {
            if descending {
                position = (edited.firstIndex { $0 >= after } ?? edited.count) - 1
            } else {
                position = edited.firstIndex { $0 > after } ?? edited.count
            }
        }
        refill(Source(shelf: nil, position: position, head: SortKey(value: 0, id: 0)))
    }

    mutating func next() -> SortKey? {
        guard var top = heap.first else { return nil }
        let key = top.head
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            siftDown()
        }
        top.position += descending ? -1 : 1
        refill(top)
        return key
    }

    /// Moves a source to its next key that no edit hides, and puts it on the heap; drops it at its end.
    private mutating func refill(_ source: Source) {
        var source = source
        guard let shelf = source.shelf else {
            guard edited.indices.contains(source.position) else { return }
            examined += 1
            source.head = edited[source.position]
            push(source)
            return
        }
        let count = state.base.count(shelf)
        while source.position >= 0, source.position < count {
            examined += 1
            source.head = state.base.key(at: source.position, of: shelf, by: order)
            if state.editCount == 0 || !state.isEdited(source.head.id, shelf.kind) { return push(source) }
            source.position += descending ? -1 : 1
        }
    }

    private func precedes(_ left: Source, _ right: Source) -> Bool {
        descending ? right.head < left.head : left.head < right.head
    }

    private mutating func push(_ source: Source) {
        heap.append(source)
        var child = heap.count - 1
        while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            let left = parent * 2 + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && precedes(heap[right], heap[left]) ? right : left
            guard precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
