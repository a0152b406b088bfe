/// One of the five: `*`, `5`, `1-5`, `*/15`, `10-30/5`, and lists of them.
struct CronField {
    let values: Set<Int>

    init(
        _ text: String, in range: ClosedRange<Int>, names: [String] = [], first: Int = 0
    ) throws(ScheduleError) {
        var values: Set<Int> = []
        for part in text.lowercased().split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let span = Self.span(pieces[0], in: range, names, first), pieces.count <= 2,
                let step = pieces.count == 2 ? Int(pieces[1]) : 1, (1...range.upperBound + 1).contains(step)
            else {
                throw ScheduleError(
                    "“\(text)” is no field of a cron expression from \(range.lowerBound) to \(range.upperBound)")
            }
            // `5/15` runs from 5 to the end.
            let isOpen = pieces.count == 2 && pieces[0] != "*" && !pieces[0].contains("-")
            values.formUnion(
                stride(from: span.lowerBound, through: isOpen ? range.upperBound : span.upperBound, by: step))
        }
        self.values = values
    }

    private static func span(
        _ text: Substring, in range: ClosedRange<Int>, _ names: [String], _ first: Int
    ) -> ClosedRange<Int>? {
        if text == "*" { return range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end in
            names.firstIndex(of: String(end)).map { $0 + first } ?? Int(end)
        }
        guard ends.count <= 2, let low = ends[0], let high = ends[ends.count - 1], low <= high, range.contains(low),
            range.contains(high)
        else { return nil }
        return low...high
    }
}
