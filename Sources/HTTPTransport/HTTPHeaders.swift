/// Header lines in the order they were sent, found by name whatever its case.
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    package private(set) var lines: [Line]

    package struct Line: Hashable, Sendable {
        package var name: String
        package var value: String
    }

    package init() { lines = [] }

    package init(dictionaryLiteral elements: (String, String)...) {
        lines = []
        for (name, value) in elements { add(name, value) }
    }

    /// The first value under that name.
    package subscript(name: String) -> String? {
        get { lines.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            lines.removeAll { $0.name.equalsIgnoringCase(name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// Every value under that name, in order.
    package func all(_ name: String) -> [String] {
        lines.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    /// Control characters end up as spaces, so that a value can never start a header line of its own.
    package mutating func add(_ name: String, _ value: String) {
        lines.append(Line(name: name.withoutControls, value: value.withoutControls))
    }
}

extension String {
    package func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { $0 == $1 || $0.asciiLowercased == $1.asciiLowercased }
    }

    fileprivate var withoutControls: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return self }
        return String(decoding: utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
