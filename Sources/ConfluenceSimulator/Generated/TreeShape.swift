/// The tree of a generated space: blocks of 64 pages, each of one of a few shapes, hung onto earlier blocks four by four.
/// Parents and children of any page are found in constant time.
struct TreeShape: Sendable {
    static let blockSize = 64
    private static let fanOut = 4

    enum Place: Hashable, Sendable {
        case page(Int)
        /// The folder that stands between a block and what it hangs on.
        case folder(block: Int)
    }

    let pages: Int
    private let seed: UInt64

    init(pages: Int, seed: UInt64) {
        self.pages = pages
        self.seed = seed
    }

    var blocks: Int { (pages + TreeShape.blockSize - 1) / TreeShape.blockSize }

    /// Parents within a block, by shape; a parent always stands before its children.
    private static let shapes: [[Int]] = {
        var dice = Dice(7)
        return [
            (0..<blockSize).map { $0 < 24 ? 0 : dice.roll(24) },
            (0..<blockSize).map { max(0, ($0 - 1) / 2) },
            (0..<blockSize).map { max(0, ($0 - 1) / 8) },
            (0..<blockSize).map { $0 < 7 ? max(0, $0 - 1) : dice.roll(7) },
            (0..<blockSize).map { dice.roll(max($0, 1)) },
        ]
    }()

    private static let childrenInShapes: [[[Int]]] = shapes.map { parents in
        var children = Array(repeating: [Int](), count: blockSize)
        for index in 1..<blockSize { children[parents[index]].append(index) }
        return children
    }

    private func shape(of block: Int) -> Int { Int(mix(seed, Int64(block), 11) % UInt64(TreeShape.shapes.count)) }

    func hasFolder(_ block: Int) -> Bool { block > 0 && mix(seed, Int64(block), 12) % 4 == 0 }

    /// The page that a block hangs on, or its folder does.
    private func anchor(of block: Int) -> Int {
        let below = (block - 1) / TreeShape.fanOut
        return below * TreeShape.blockSize + Int(mix(seed, Int64(block), 13) % 8)
    }

    func parent(of place: Place) -> Place? {
        switch place {
        case .folder(let block): return .page(anchor(of: block))
        case .page(let page):
            let (block, index) = page.quotientAndRemainder(dividingBy: TreeShape.blockSize)
            if index > 0 { return .page(block * TreeShape.blockSize + TreeShape.shapes[shape(of: block)][index]) }
            if block == 0 { return nil }
            return hasFolder(block) ? .folder(block: block) : .page(anchor(of: block))
        }
    }

    func children(of place: Place) -> [Place] {
        guard case .page(let page) = place else {
            if case .folder(let block) = place { return [.page(block * TreeShape.blockSize)] }
            return []
        }
        let (block, index) = page.quotientAndRemainder(dividingBy: TreeShape.blockSize)
        var found = TreeShape.childrenInShapes[shape(of: block)][index]
            .map { block * TreeShape.blockSize + $0 }
            .filter { $0 < pages }
            .map { Place.page($0) }
        let first = block * TreeShape.fanOut + 1
        for next in first..<(first + TreeShape.fanOut) where next < blocks && anchor(of: next) == page {
            found.append(hasFolder(next) ? .folder(block: next) : .page(next * TreeShape.blockSize))
        }
        return found
    }

    func isLeaf(_ page: Int) -> Bool { children(of: .page(page)).isEmpty }
}
