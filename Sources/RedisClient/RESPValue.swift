/// One reply of the server, RESP2 (Redis documentation, "Redis serialization protocol specification").
package enum RESPValue: Sendable, Equatable {
    case null
    case integer(Int64)
    /// A status such as `OK`.
    case simple(String)
    case bulk([UInt8])
    case array([RESPValue])
    /// An error reply inside an array or a pipeline; `send` throws it instead.
    case error(String)
}

extension RESPValue {
    package var isNull: Bool { self == .null }

    /// Text of a status or a bulk string, invalid UTF-8 repaired.
    package var string: String? {
        switch self {
        case .simple(let text): text
        case .bulk(let bytes): String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    package var bytes: [UInt8]? {
        switch self {
        case .simple(let text): Array(text.utf8)
        case .bulk(let bytes): bytes
        default: nil
        }
    }

    /// An integer reply, or a bulk string that is a decimal number, as hashes and scripts return them.
    package var integer: Int64? {
        if case .integer(let value) = self { return value }
        return string.flatMap { Int64($0) }
    }

    package var int: Int? { integer.flatMap { Int(exactly: $0) } }

    package var double: Double? {
        if case .integer(let value) = self { return Double(value) }
        return string.flatMap { Double($0) }
    }

    package var array: [RESPValue]? {
        if case .array(let values) = self { return values }
        return nil
    }

    package var error: RedisError? {
        if case .error(let text) = self { return RedisError(reply: text) }
        return nil
    }

    /// The flat `field, value, field, value` of `HGETALL`, `CONFIG GET` and `XRANGE`; `nil` for any other shape.
    package var map: [String: RESPValue]? {
        guard let values = array, values.count.isMultiple(of: 2) else { return nil }
        var map: [String: RESPValue] = [:]
        for index in stride(from: 0, to: values.count, by: 2) {
            guard let key = values[index].string else { return nil }
            map[key] = values[index + 1]
        }
        return map
    }
}
