/// Metadata keys and values in the order in which they are written. A key occurs once.
package struct SinkMetadata: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let key: String
        package let value: MetadataValue
    }

    private var entries: [Entry] = []

    package init() {}

    /// A later value for the same key replaces the earlier one, in its place.
    package init(_ pairs: some Sequence<(key: String, value: MetadataValue)>) {
        for pair in pairs { self[pair.key] = pair.value }
    }

    /// Setting a new key appends it, setting nil removes it.
    package subscript(key: String) -> MetadataValue? {
        get { entries.first { $0.key == key }?.value }
        set {
            let index = entries.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): entries[index] = Entry(key: key, value: value)
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The text under `key`, nil when it is missing or something else.
    package func string(_ key: String) -> String? {
        if case .string(let text) = self[key] { text } else { nil }
    }

    /// The list under `key`, empty when it is missing or something else.
    package func strings(_ key: String) -> [String] {
        if case .strings(let list) = self[key] { list } else { [] }
    }

    /// The number under `key`, also when it was given as decimal text.
    package func integer(_ key: String) -> Int? {
        switch self[key] {
        case .integer(let number): number
        case .string(let text): Int(text)
        default: nil
        }
    }
}

extension SinkMetadata: RandomAccessCollection {
    package var startIndex: Int { entries.startIndex }
    package var endIndex: Int { entries.endIndex }
    package subscript(position: Int) -> Entry { entries[position] }
}

extension SinkMetadata: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, MetadataValue)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }
}
