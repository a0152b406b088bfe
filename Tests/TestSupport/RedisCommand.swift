import Foundation

/// A command as clients of Redis send it: an array of bulk strings.
/// https://redis.io/docs/latest/develop/reference/protocol-spec/
struct RedisCommand {
    private var arguments: [ArraySlice<UInt8>]

    /// - Returns: the first command and the index behind it; `nil` until it has come whole.
    static func read(_ bytes: ArraySlice<UInt8>) -> (RedisCommand, end: Int)? {
        var rest = bytes
        guard let count = number(after: "*", &rest) else { return nil }
        var arguments: [ArraySlice<UInt8>] = []
        for _ in 0..<count {
            guard let length = number(after: "$", &rest), rest.count >= length + 2 else { return nil }
            arguments.append(rest.prefix(length))
            rest = rest.dropFirst(length + 2)
        }
        return (RedisCommand(arguments: arguments), rest.startIndex)
    }

    private static func number(after mark: Unicode.Scalar, _ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let end = bytes.firstRange(of: [13, 10]) else { return nil }
        let line = bytes[..<end.lowerBound]
        precondition(line.first == UInt8(ascii: mark), "no RESP: \(String(decoding: line.prefix(80), as: UTF8.self))")
        bytes = bytes[end.upperBound...]
        return Int(String(decoding: line.dropFirst(), as: UTF8.self))
    }

    var bytes: [UInt8] {
        var bytes = Array("*\(arguments.count)\r\n".utf8)
        for argument in arguments { bytes += Array("$\(argument.count)\r\n".utf8) + argument + [13, 10] }
        return bytes
    }

    private func text(_ index: Int) -> String { String(decoding: arguments[index], as: UTF8.self) }

    /// With the mistake in its script, if it carries one.
    func forged(with mistake: ScriptMistake?) -> RedisCommand {
        guard let mistake, arguments.count > 1, arguments[1].starts(with: "#!lua".utf8) else { return self }
        var forged = self
        forged.arguments[1] = Array(text(1).replacingOccurrences(of: mistake.right, with: mistake.wrong).utf8)[...]
        return forged
    }

    /// Of the lease whose jobs end with this command, when a document was pushed for one of them.
    var acknowledgedFence: String? {
        guard arguments.count > 3, ["EVAL", "EVALSHA"].contains(text(0)), let keys = Int(text(2)),
            arguments.count > 3 + keys, arguments[(3 + keys)...].contains(where: { $0.starts(with: "pww".utf8) })
        else { return nil }
        return text(3 + keys)
    }
}
