internal import Synchronization

/// What one process has counted. Made once and handed down, so that tests have their own.
package final class Metrics: Sendable {
    /// Names and values of labels, in the order they are printed.
    package typealias Labels = KeyValuePairs<String, String>

    /// Sets of labels that one metric may have; further ones are left out, whoever makes them up.
    private static let seriesLimit = 200

    private struct Series {
        var value = 0.0
        /// Of a histogram: observations at or below each bound, not added up.
        var buckets: [Double] = []
        var count = 0.0
    }

    private let series = Mutex<[Metric: [String: Series]]>([:])

    package init() {}

    /// Adds to a counter.
    package func add(_ metric: Metric, _ amount: Double = 1, _ labels: Labels = [:]) {
        guard amount > 0, amount.isFinite else { return }
        change(metric, labels) { $0.value += amount }
    }

    /// Sets a gauge, or a counter that is kept elsewhere.
    package func set(_ metric: Metric, _ value: Double, _ labels: Labels = [:]) {
        change(metric, labels) { $0.value = value.isFinite ? value : 0 }
    }

    /// Notes a value of a histogram.
    /// - Parameter times: how many had this value.
    package func observe(_ metric: Metric, _ value: Double, _ labels: Labels = [:], times: Int = 1) {
        guard value.isFinite, times > 0 else { return }
        change(metric, labels) { series in
            if series.buckets.isEmpty { series.buckets = Array(repeating: 0, count: metric.bounds.count) }
            if let index = metric.bounds.firstIndex(where: { value <= $0 }) { series.buckets[index] += Double(times) }
            series.count += Double(times)
            series.value += max(value, 0) * Double(times)
        }
    }

    package func observe(_ metric: Metric, _ duration: Duration, _ labels: Labels = [:], times: Int = 1) {
        observe(metric, duration / .seconds(1), labels, times: times)
    }

    private func change(_ metric: Metric, _ labels: Labels, _ body: (inout Series) -> Void) {
        let key = Self.text(labels)
        series.withLock { all in
            guard all[metric]?[key] != nil || all[metric]?.count ?? 0 < Self.seriesLimit else { return }
            body(&all[metric, default: [:]][key, default: Series()])
        }
    }

    private static func text(_ labels: Labels) -> String {
        labels.map { #"\#($0.key)="\#(escaped($0.value))""# }.joined(separator: ",")
    }

    /// As the text format wants it, without what could not be shown.
    private static func escaped(_ value: String) -> String {
        String(
            value.unicodeScalars.prefix(128).flatMap { scalar -> [Unicode.Scalar] in
                switch scalar {
                case "\\": ["\\", "\\"]
                case "\"": ["\\", "\""]
                case "\n": ["\\", "n"]
                default: scalar.properties.generalCategory == .control ? [] : [scalar]
                }
            }.reduce(into: String.UnicodeScalarView()) { $0.append($1) })
    }
}

// MARK: exposition

extension Metrics {
    /// The Prometheus text format, version 0.0.4
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), in a fixed order.
    package var text: String {
        let all = series.withLock { $0 }
        var lines: [String] = []
        for (metric, series) in all.sorted(by: { $0.key.name < $1.key.name }) {
            lines.append("# HELP \(metric.name) \(metric.help)")
            lines.append("# TYPE \(metric.name) \(metric.kind.rawValue)")
            for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
                lines += Self.lines(metric, labels, series)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ metric: Metric, _ labels: String, _ series: Series) -> [String] {
        func line(_ suffix: String, _ labels: String, _ value: Double) -> String {
            "\(metric.name)\(suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(number(value))"
        }
        guard metric.kind == .histogram else { return [line("", labels, series.value)] }
        let prefix = labels.isEmpty ? "" : labels + ","
        var sum = 0.0
        var lines: [String] = []
        for (bound, count) in zip(metric.bounds, series.buckets) {
            sum += count
            lines.append(line("_bucket", prefix + #"le="\#(number(bound))""#, sum))
        }
        lines.append(line("_bucket", prefix + #"le="+Inf""#, series.count))
        return lines + [line("_sum", labels, series.value), line("_count", labels, series.count)]
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
