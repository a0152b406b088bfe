import CHiredis
import NIOCore

/// Commands as RESP arrays of bulk strings, written by hiredis.
enum CommandEncoder {
    /// - Throws: ``RedisError`` with code `unsendable` for an empty command or one above `limit` bytes.
    static func encode(_ commands: [[RedisArgument]], limit: Int) throws(RedisError) -> ByteBuffer {
        var buffer = ByteBuffer()
        for command in commands {
            try append(command, to: &buffer, limit: limit)
            guard buffer.readableBytes <= limit else { throw tooLarge(limit) }
        }
        return buffer
    }

    private static func append(
        _ arguments: [RedisArgument], to buffer: inout ByteBuffer, limit: Int
    ) throws(RedisError) {
        guard !arguments.isEmpty else { throw RedisError(.unsendable, "an empty command was not sent") }
        // hiredis counts in `int`, so what it is given must stay below that.
        guard arguments.reduce(0, { $0 + $1.bytes.count + 16 }) <= min(limit, Int(Int32.max) / 2) else {
            throw tooLarge(limit)
        }
        // One flat copy, so that every word has an address for the length of the call. Closures instead of key paths:
        // those were seen in the profile.
        let lengths = arguments.map { $0.bytes.count }
        var flat: [UInt8] = []
        flat.reserveCapacity(lengths.reduce(1, +))
        for argument in arguments { flat += argument.bytes }
        flat.append(0)
        var encoded: UnsafeMutablePointer<CChar>?
        let count = flat.withUnsafeBytes { bytes in
            var offset = 0
            var words = lengths.map { length -> UnsafePointer<CChar>? in
                defer { offset += length }
                return bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            return redisFormatCommandArgv(&encoded, Int32(lengths.count), &words, lengths)
        }
        guard count > 0, let encoded else { throw RedisError(.unsendable, "a command could not be encoded") }
        buffer.writeBytes(UnsafeRawBufferPointer(start: encoded, count: Int(count)))
        redisFreeCommand(encoded)
    }

    private static func tooLarge(_ limit: Int) -> RedisError {
        RedisError(.unsendable, "a command above \(limit) bytes was not sent")
    }
}
