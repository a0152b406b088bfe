internal import ContentTree

/// Reads markers as CommonMark does (0.31, section 6.2 and its appendix) and tells which would come out otherwise.
struct MarkerCheck {
    /// What readers of markdown differ in.
    private struct Reader {
        /// Counts symbols as punctuation, as newer ones do.
        let isStrict: Bool
        /// Looks past tildes for the neighbour of an asterisk, as GitHub's does.
        let skipsTildes: Bool
    }

    private struct Neighbours {
        var before = CharacterClass.space
        var after = CharacterClass.space
    }

    /// A row of equal marker characters.
    private struct Run {
        let character: UInt8
        /// For each character the marker it belongs to.
        var owners: [Marker] = []
        var near = Neighbours()
        /// Behind tildes.
        var far = Neighbours()

        func isLeftFlanking(_ reader: Reader) -> Bool {
            let (before, after) = neighbours(reader)
            return after != .space
                && (!after.isPunctuation(strict: reader.isStrict) || before == .space
                    || before.isPunctuation(strict: reader.isStrict))
        }

        func isRightFlanking(_ reader: Reader) -> Bool {
            let (before, after) = neighbours(reader)
            return before != .space
                && (!before.isPunctuation(strict: reader.isStrict) || after == .space
                    || after.isPunctuation(strict: reader.isStrict))
        }

        private func neighbours(_ reader: Reader) -> (CharacterClass, CharacterClass) {
            reader.skipsTildes ? (far.before, far.after) : (near.before, near.after)
        }
    }

    private static let tilde = UInt8(ascii: "~")
    private var runs: [Run] = []
    private var readers = [Reader(isStrict: true, skipsTildes: false), Reader(isStrict: false, skipsTildes: false)]

    init(_ layout: MarkerLayout, buffer: [UInt8], pieces: [StyledPiece], isBetweenMarks: Bool) {
        let edge = isBetweenMarks ? CharacterClass.punctuation : .space
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
            let before = boundary > 0 ? buffer.scalar(before: pieces[boundary - 1].range.upperBound) : nil
            let after = boundary < pieces.count ? buffer.scalar(at: pieces[boundary].range.lowerBound) : nil
            setNeighbours(from: first, before.map(CharacterClass.init) ?? edge, after.map(CharacterClass.init) ?? edge)
        }
        if runs.contains(where: { $0.character == Self.tilde }) {
            readers += [Reader(isStrict: true, skipsTildes: true), Reader(isStrict: false, skipsTildes: true)]
        }
    }

    /// Of the runs of one boundary, which touch each other.
    private mutating func setNeighbours(from first: Int, _ before: CharacterClass, _ after: CharacterClass) {
        for index in first..<runs.count {
            let isFirst = index == first
            let isLast = index == runs.count - 1
            runs[index].near = Neighbours(
                before: isFirst ? before : .punctuation, after: isLast ? after : .punctuation)
            guard runs[index].character != Self.tilde else {
                runs[index].far = runs[index].near
                continue
            }
            let hasBefore = runs[first..<index].contains { $0.character != Self.tilde }
            let hasAfter = runs[(index + 1)...].contains { $0.character != Self.tilde }
            runs[index].far = Neighbours(
                before: hasBefore ? .punctuation : before, after: hasAfter ? .punctuation : after)
        }
    }

    func brokenSpans() -> Set<Int> {
        var broken: Set<Int> = []
        for run in runs {
            for marker in run.owners {
                let stands = readers.allSatisfy { marker.isOpening ? run.isLeftFlanking($0) : run.isRightFlanking($0) }
                if !stands { broken.insert(marker.span) }
            }
            if run.character == Self.tilde, run.owners.count != 2 { broken.formUnion(run.owners.map(\.span)) }
        }
        if !broken.isEmpty { return broken }
        for reader in readers { broken.formUnion(misread(by: reader)) }
        return broken
    }

    /// The delimiter algorithm. Stops at the first pair that is not meant.
    private func misread(by reader: Reader) -> Set<Int> {
        var openers: [(run: Int, owners: ArraySlice<Marker>)] = []
        for (index, run) in runs.enumerated() {
            var owners = run.owners[...]
            if run.isRightFlanking(reader) {
                while !owners.isEmpty, let top = openers.lastIndex(where: { canPair($0.run, index, reader) }) {
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
    private func canPair(_ opener: Int, _ closer: Int, _ reader: Reader) -> Bool {
        guard runs[opener].character == runs[closer].character else { return false }
        if runs[opener].character == UInt8(ascii: "~") { return true }
        guard runs[opener].isRightFlanking(reader) || runs[closer].isLeftFlanking(reader) else { return true }
        let opening = runs[opener].owners.count
        let closing = runs[closer].owners.count
        return (opening + closing) % 3 != 0 || (opening % 3 == 0 && closing % 3 == 0)
    }
}
