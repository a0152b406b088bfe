import CHiredis
import NIOCore

/// Bytes of the server to replies, parsed by hiredis' reader with object functions of our own, so that values are made
/// once and within a budget. Stays on one event loop.
///
/// hiredis 0.14 knows RESP2 and at most seven arrays inside each other; more is a protocol error.
final class ReplyDecoder {
    /// Fed in slices: the reader moves what is left of its buffer after every kilobyte it has parsed.
    private static let slice = 16 << 10
    /// Of a status, an error, a number or a length.
    private static let maxLineBytes = 64 << 10

    private let reader: UnsafeMutablePointer<redisReader>
    private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
    private let tree: ReplyTree
    private let limit: Int

    /// - Parameter limit: bytes that one reply may take in memory.
    init(limit: Int) throws(RedisError) {
        functions = .allocate(capacity: 1)
        functions.initialize(to: .valuesInTree)
        guard let reader = redisReaderCreateWithFunctions(functions) else {
            functions.deallocate()
            throw RedisError(.protocolViolation, "no memory for a reply reader")
        }
        self.reader = reader
        self.limit = limit
        tree = ReplyTree(limit: limit)
        reader.pointee.privdata = Unmanaged.passUnretained(tree).toOpaque()
    }

    deinit {
        redisReaderFree(reader)
        functions.deallocate()
    }

    /// Calls `body` with each reply that these bytes complete. After an error the decoder must not be used again.
    func decode(_ buffer: ByteBuffer, _ body: (RESPValue) -> Void) throws(RedisError) {
        var buffer = buffer
        while let part = buffer.readSlice(length: min(Self.slice, buffer.readableBytes)), part.readableBytes > 0 {
            let fed = part.withUnsafeReadableBytes { bytes in
                redisReaderFeed(reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
            guard fed == REDIS_OK else { throw violation() }
            while let reply = try next() { body(reply) }
            try checkRemainder()
        }
    }

    private func next() throws(RedisError) -> RESPValue? {
        var object: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw violation() }
        return object == nil ? nil : tree.takeReply()
    }

    /// An unfinished reply may not be held for ever, nor a line without end be searched again and again.
    private func checkRemainder() throws(RedisError) {
        let held = reader.pointee.len - reader.pointee.pos
        let isBulk = REDIS_REPLY_STRING == currentType
        guard held <= (isBulk ? limit : Self.maxLineBytes) else {
            throw RedisError(.protocolViolation, "a reply is larger than \(isBulk ? limit : Self.maxLineBytes) bytes")
        }
        guard isBulk, held > 32, let start = reader.pointee.buf?.advanced(by: reader.pointee.pos) else { return }
        guard UnsafeBufferPointer(start: start, count: 32).contains(CChar(UInt8(ascii: "\n"))) else {
            throw RedisError(.protocolViolation, "the length of a bulk string has no end")
        }
    }

    /// The type of the item being read; -1 before its first byte.
    private var currentType: Int32 {
        withUnsafeBytes(of: &reader.pointee.rstack) { bytes in
            let tasks = bytes.bindMemory(to: redisReadTask.self)
            let index = Int(reader.pointee.ridx)
            return tasks.indices.contains(index) ? tasks[index].type : -1
        }
    }

    private func violation() -> RedisError {
        if tree.isOverBudget {
            return RedisError(.protocolViolation, "a reply is larger than \(limit) bytes")
        }
        let reason = withUnsafeBytes(of: &reader.pointee.errstr) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError(.protocolViolation, "the bytes received are not the Redis protocol (\(reason))")
    }
}
