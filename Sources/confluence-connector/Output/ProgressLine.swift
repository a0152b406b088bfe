import Foundation

/// One line about a run under way: how far, how fast, how long still. Pure: counts and time come in, text comes out.
struct ProgressLine {
    /// What a run has done by some moment.
    struct Sample: Equatable {
        var at: ContinuousClock.Instant
        var done: Int
    }

    /// Samples of the last half minute: the rate people see is that of now, not of the whole run.
    private var samples: [Sample] = []
    private let window: Duration = .seconds(30)

    mutating func note(_ sample: Sample) {
        samples.append(sample)
        samples.removeAll { $0.at + window < sample.at }
    }

    /// Documents a second; 0 while there is nothing to tell from.
    var rate: Double {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return 0 }
        return Double(last.done - first.done) / ((last.at - first.at) / .seconds(1))
    }

    /// - Parameters:
    ///   - pending: documents enqueued and not finished.
    ///   - isComplete: whether all of the site has been listed, so that the total is known.
    func text(state: String, pending: Int, isComplete: Bool, facts: String, width: Int) -> String {
        let done = samples.last?.done ?? 0
        let total = done + pending
        var parts = ["\(grouped(done)) of \(grouped(total))\(isComplete ? "" : "+")"]
        if rate >= 0.05 { parts.append("\(rate < 10 ? String(format: "%.1f", rate) : grouped(Int(rate)))/s") }
        if isComplete, rate > 0.05, pending > 0 { parts.append("\(clockText(Double(pending) / rate)) left") }
        if !facts.isEmpty { parts.append(facts) }
        let tail = " " + parts.joined(separator: "  ")
        let head = state.padding(toLength: 11, withPad: " ", startingAt: 0)
        let room = width - head.count - tail.count - 2
        guard room >= 10 else { return String((head + tail).prefix(width)) }
        let share = total == 0 ? 0 : Double(done) / Double(total)
        return head + bar(share: share, cells: min(room, 40)) + tail
    }

    private func bar(share: Double, cells: Int) -> String {
        let filled = Int((share * Double(cells)).rounded(.down))
        return "▕" + String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled) + "▏"
    }

    private func clockText(_ seconds: Double) -> String {
        let seconds = Int(min(seconds, 359_999))
        if seconds >= 3600 { return "\(seconds / 3600)h \(seconds / 60 % 60)m" }
        return seconds >= 60 ? "\(seconds / 60)m \(seconds % 60)s" : "\(seconds)s"
    }
}

/// `1234567` as `1,234,567`, whatever the locale.
func grouped(_ number: Int) -> String {
    var text = ""
    let digits = String(abs(number))
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return number < 0 ? "-" + text : text
}
