/// One word of a command: bytes, whatever they were made from.
package struct RedisArgument: Sendable, Hashable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
    package init(_ number: some BinaryInteger) { bytes = Array(String(number).utf8) }
    /// The shortest text that reads back as the same number.
    package init(_ number: Double) { bytes = Array("\(number)".utf8) }
}

extension RedisArgument: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self.init(value) }
    package init(integerLiteral value: Int64) { self.init(value) }
}
