internal import ContentTree
internal import HTMLText

/// Reads the paragraphs of one body of text. ECMA-376 part 1, 21.1.2.
struct SlideText {
    private enum Bullet {
        case inherited
        case none
        case mark
        case number(Int)
    }

    private let relationships: Relationships
    private let runLimit: Int
    /// Paragraphs that say nothing about it have bullets.
    private let isList: Bool

    init(_ relationships: Relationships, runLimit: Int, isList: Bool) {
        self.relationships = relationships
        self.runLimit = runLimit
        self.isList = isList
    }

    /// Everything up to the end of the element just started.
    func read(_ xml: inout XMLPull<SlideTag>) -> [Block] {
        var blocks: [Block] = []
        var lists = ListGatherer()
        var counts: [Int: Int] = [:]
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.paragraph): readParagraph(&xml, &blocks, &lists, &counts)
            case .start(.listStyle): xml.skip()
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
        return blocks + lists.take()
    }

    private func readParagraph(
        _ xml: inout XMLPull<SlideTag>, _ blocks: inout [Block], _ lists: inout ListGatherer,
        _ counts: inout [Int: Int]
    ) {
        var flow = TextFlow()
        var level = 0
        var bullet = Bullet.inherited
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.paragraphProperties):
                level = max(0, min(xml.integer("lvl") ?? 0, 8))
                bullet = readBullet(&xml)
            case .start(.run): readRun(&xml, &flow)
            case .start(.field):
                // The slide's own number says nothing.
                if xml.attribute("type") == "slidenum" { xml.skip() } else { readRun(&xml, &flow) }
            case .start(.mathText), .start(.text): readText(&xml, &flow)
            case .start(let tag):
                if tag == .lineBreak { flow.lineBreak() }
                depth += 1
            case .end: depth -= 1
            case .text: break
            }
        }
        let lines = flow.takeBlocks()
        if lines.isEmpty { return }
        var number: Int?
        switch bullet {
        case .inherited where isList || level > 0: break
        case .mark: break
        case .number(let start):
            number = counts[level].map { $0 + 1 } ?? start
            counts[level] = number
        default:
            blocks += lists.take()
            blocks += lines
            counts = [:]
            return
        }
        if number == nil { counts[level] = nil }
        for deeper in (level + 1)..<10 { counts[deeper] = nil }
        lists.add(ListGatherer.Item(level: level, number: number, blocks: lines))
    }

    private func readBullet(_ xml: inout XMLPull<SlideTag>) -> Bullet {
        var bullet = Bullet.inherited
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(let tag):
                depth += 1
                switch tag {
                case .noBullet: bullet = .none
                case .bullet, .pictureBullet: bullet = .mark
                case .numberedBullet: bullet = .number(max(1, min(xml.integer("startAt") ?? 1, 32_767)))
                default: break
                }
            case .end: depth -= 1
            case .text: break
            }
        }
        return bullet
    }

    private func readRun(_ xml: inout XMLPull<SlideTag>, _ flow: inout TextFlow) {
        var isLink = false
        var depth = 1
        while depth > 0, let event = xml.event() {
            switch event {
            case .start(.text): readText(&xml, &flow)
            case .start(let tag):
                depth += 1
                guard tag == .link, !isLink, let target = xml.attribute("r:id").flatMap({ relationships[$0] }),
                    target.isExternal, let address = WebAddress.readable(target.target)
                else { continue }
                flow.openLink(.address(address))
                isLink = true
            case .end: depth -= 1
            case .text: break
            }
        }
        if isLink { flow.closeLink() }
    }

    private func readText(_ xml: inout XMLPull<SlideTag>, _ flow: inout TextFlow) {
        flow.append(xml.allText(limit: runLimit))
    }
}
