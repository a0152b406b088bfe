/// What one piece of a document held, in the order of its markup.
struct XMLRecords {
    enum Kind: UInt8 {
        case start
        case end
        case text
    }

    struct Record {
        let kind: Kind
        /// Of the element.
        let name: Int32
        /// Of the attributes of a start, of the bytes of a text.
        let first: Int32
        var count: Int32
    }

    struct Attribute {
        let name: Int32
        let first: Int32
        let count: Int32
    }

    private(set) var records: [Record] = []
    private(set) var attributes: [Attribute] = []
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() {
        records.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func start(_ name: Int32, attributes count: Int) {
        records.append(
            Record(kind: .start, name: name, first: Int32(attributes.count - count), count: Int32(count)))
    }

    mutating func end(_ name: Int32) {
        records.append(Record(kind: .end, name: name, first: 0, count: 0))
    }

    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        let first = bytes.count
        bytes.append(contentsOf: text)
        if let last = records.last, last.kind == .text {
            records[records.count - 1].count += Int32(text.count)
        } else {
            records.append(Record(kind: .text, name: 0, first: Int32(first), count: Int32(text.count)))
        }
    }

    /// libxml2 leaves an ampersand of an attribute written as `&#38;` unless it is told to expand entities.
    mutating func attribute(_ name: Int32, _ value: UnsafeBufferPointer<UInt8>) {
        let first = bytes.count
        if value.contains(UInt8(ascii: "&")) {
            var index = 0
            while index < value.count {
                bytes.append(value[index])
                let isReference =
                    value[index] == 0x26 && value[index...].prefix(5).elementsEqual("&#38;".utf8)
                index += isReference ? 5 : 1
            }
        } else {
            bytes.append(contentsOf: value)
        }
        attributes.append(Attribute(name: name, first: Int32(first), count: Int32(bytes.count - first)))
    }
}
