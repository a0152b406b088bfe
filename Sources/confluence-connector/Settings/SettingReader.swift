import Foundation
import SyncEngine

/// Turns texts into values and remembers everything that is wrong, so that all of it can be said at once.
struct SettingReader {
    private let texts: [String: String]
    private(set) var problems: [String]

    init(_ source: SettingSource) {
        texts = source.texts
        problems = source.problems
    }

    func text(_ name: String) -> String? { texts[name] }

    mutating func refuse(_ name: String, _ reason: String) { problems.append("\(name): \(reason)") }

    mutating func flag(_ name: String, default fallback: Bool) -> Bool {
        guard let text = texts[name] else { return fallback }
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            refuse(name, "“\(text)” is neither true nor false")
            return fallback
        }
    }

    mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = texts[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            refuse(name, "“\(text)” is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// `104857600`, `100MB` or `100MiB`.
    mutating func byteCount(_ name: String, default fallback: Int, in bounds: ClosedRange<Int>) -> Int {
        guard let text = texts[name] else { return fallback }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000]
            .merging(["kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30]) {
                a, _ in a
            }
        let unit = text.dropFirst(digits.count).trimmingCharacters(in: .whitespaces).lowercased()
        guard let count = Int(digits), let factor = units[unit] else {
            refuse(name, "“\(text)” is not a size; write for example 100MiB or 5000000")
            return fallback
        }
        let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: factor)
        guard !isTooMuch, bounds.contains(bytes) else {
            refuse(name, "“\(text)” is not from \(bounds.lowerBound) to \(bounds.upperBound) bytes")
            return fallback
        }
        return bytes
    }

    mutating func duration(
        _ name: String, default fallback: Duration, inSeconds bounds: ClosedRange<Double>
    ) -> Duration {
        guard let text = texts[name] else { return fallback }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        let unit = text.last.flatMap { units[$0] }
        guard let value = Double(unit == nil ? text[...] : text.dropLast()), value > 0, value.isFinite else {
            refuse(name, "“\(text)” is not a duration; write for example 60s, 5m or 4h")
            return fallback
        }
        let seconds = value * (unit ?? 1)
        guard bounds.contains(seconds) else {
            refuse(name, "“\(text)” is not from \(bounds.lowerBound) to \(bounds.upperBound) seconds")
            return fallback
        }
        return .milliseconds(Int64(seconds * 1000))
    }

    mutating func schedule(_ name: String, default fallback: Schedule) -> Schedule {
        guard let text = texts[name] else { return fallback }
        do {
            return try Schedule(text)
        } catch {
            refuse(name, error.description)
            return fallback
        }
    }

    func list(_ name: String) -> [String] {
        (texts[name] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ name: String, default fallback: Value) -> Value
    where Value.RawValue == String {
        guard let text = texts[name] else { return fallback }
        guard let value = Value(rawValue: text.lowercased()) else {
            refuse(name, "“\(text)” must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
            return fallback
        }
        return value
    }
}
