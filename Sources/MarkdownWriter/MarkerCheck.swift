internal import ContentTree

/// Reads markers as CommonMark does (0.31, section 6.2 and its appendix) and tells which would come out otherwise.
struct MarkerCheck {
    /// A row of equal marker characters.
    private struct Run {
        let character: UInt8
        /// For each character the marker it belongs to.
        var owners: [Marker] = []
        var before = CharacterClass.space
        var after = CharacterClass.space

        func isLeftFlanking(_ strict: Bool) -> Bool {
            after != .space
                && (!after.isPunctuation(strict: strict) || before == .space || before.isPunctuation(strict: strict))
        }

        func isRightFlanking(_ strict: Bool) -> Bool {
            before != .space
                && (!before.isPunctuation(strict: strict) || after == .space || after.isPunctuation(strict: strict))
        }
    }

    private var runs: [Run] = []

    init(_ layout: MarkerLayout, buffer: [UInt8], pieces: [StyledPiece], isInLink: Bool) {
        let edge = isInLink ? CharacterClass.punctuation : .space
        for boundary in layout.boundaries.indices where !layout.boundaries[boundary].isEmpty {
            let first = runs.count
            for marker in layout.boundaries[boundary] {
                for character in marker.characters {
                    if runs.count == first || runs[runs.count - 1].character != character {
                        runs.append(Run(character: character))
                    }
                    runs[runs.count - 1].owners.append(marker)
                }
            }
            for index in (first + 1)..<max(first + 1, runs.count) {
                runs[index].before = .punctuation
                runs[index - 1].after = .punctuation
            }
            let before = boundary > 0 ? buffer.scalar(before: pieces[boundary - 1].range.upperBound) : nil
            let after = boundary < pieces.count ? buffer.scalar(at: pieces[boundary].range.lowerBound) : nil
            runs[first].before = before.map(CharacterClass.init) ?? edge
            runs[runs.count - 1].after = after.map(CharacterClass.init) ?? edge
        }
    }

    func brokenSpans() -> Set<Int> {
        var broken: Set<Int> = []
        for run in runs {
            for marker in run.owners {
                let stands =
                    marker.isOpening
                    ? run.isLeftFlanking(true) && run.isLeftFlanking(false)
                    : run.isRightFlanking(true) && run.isRightFlanking(false)
                if !stands { broken.insert(marker.span) }
            }
            if run.character == UInt8(ascii: "~"), run.owners.count != 2 { broken.formUnion(run.owners.map(\.span)) }
        }
        if !broken.isEmpty { return broken }
        return misread(strict: true).union(misread(strict: false))
    }

    /// The delimiter algorithm. Stops at the first pair that is not meant.
    private func misread(strict: Bool) -> Set<Int> {
        var openers: [(run: Int, owners: ArraySlice<Marker>)] = []
        for (index, run) in runs.enumerated() {
            var owners = run.owners[...]
            if run.isRightFlanking(strict) {
                while !owners.isEmpty, let top = openers.lastIndex(where: { canPair($0.run, index, strict) }) {
                    let opening = openers[top].owners
                    let isStrong = run.character == UInt8(ascii: "~") || (opening.count >= 2 && owners.count >= 2)
                    let count = isStrong ? 2 : 1
                    let inner = opening.suffix(count)
                    let closing = owners.prefix(count)
                    guard let span = inner.first?.span, top == openers.count - 1, inner.count == count,
                        closing.count == count,
                        inner.allSatisfy({ $0.span == span && $0.isOpening && $0.characters.count == count }),
                        closing.allSatisfy({ $0.span == span && !$0.isOpening })
                    else { return Set(opening.map(\.span)).union(owners.map(\.span)) }
                    openers[top].owners = opening.dropLast(count)
                    if openers[top].owners.isEmpty { openers.removeLast() }
                    owners = owners.dropFirst(count)
                }
            }
            if owners.isEmpty { continue }
            if let stray = owners.first(where: { !$0.isOpening }) { return [stray.span] }
            openers.append((index, owners))
        }
        return Set(openers.flatMap { $0.owners.map(\.span) })
    }

    /// Same character, and the rule of three.
    private func canPair(_ opener: Int, _ closer: Int, _ strict: Bool) -> Bool {
        guard runs[opener].character == runs[closer].character else { return false }
        if runs[opener].character == UInt8(ascii: "~") { return true }
        guard runs[opener].isRightFlanking(strict) || runs[closer].isLeftFlanking(strict) else { return true }
        let opening = runs[opener].owners.count
        let closing = runs[closer].owners.count
        return (opening + closing) % 3 != 0 || (opening % 3 == 0 && closing % 3 == 0)
    }
}
