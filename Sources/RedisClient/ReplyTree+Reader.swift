import CHiredis

extension redisReplyObjectFunctions {
    /// Object functions that put each value into the ``ReplyTree`` that is the reader's `privdata`.
    static var valuesInTree: redisReplyObjectFunctions {
        redisReplyObjectFunctions(
            createString: { task, text, length in
                guard let task, let tree = ReplyTree.of(task), tree.charge(bytes: length) else { return nil }
                let bytes = UnsafeRawBufferPointer(start: text, count: length)
                switch task.pointee.type {
                case REDIS_REPLY_STATUS: tree.add(.simple(String(decoding: bytes, as: UTF8.self)))
                case REDIS_REPLY_ERROR: tree.add(.error(String(decoding: bytes, as: UTF8.self)))
                default: tree.add(.bulk(Array(bytes)))
                }
                return ReplyTree.made
            },
            createArray: { task, count in
                // The elements are charged when they come; here only a length that cannot fit is refused.
                guard let tree = ReplyTree.of(task), count >= 0, tree.charge(elements: Int(count), bytes: 0) else {
                    return nil
                }
                tree.openArray(of: Int(count))
                return ReplyTree.made
            },
            createInteger: { task, value in
                guard let tree = ReplyTree.of(task), tree.charge(bytes: 0) else { return nil }
                tree.add(.integer(value))
                return ReplyTree.made
            },
            createNil: { task in
                guard let tree = ReplyTree.of(task), tree.charge(bytes: 0) else { return nil }
                tree.add(.null)
                return ReplyTree.made
            },
            freeObject: { _ in })
    }
}

extension ReplyTree {
    /// The reader wants a pointer for each object and fails on null; as values go into the tree, any other will do.
    fileprivate static var made: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: 1) }

    fileprivate static func of(_ task: UnsafePointer<redisReadTask>?) -> ReplyTree? {
        task?.pointee.privdata.map { Unmanaged<ReplyTree>.fromOpaque($0).takeUnretainedValue() }
    }
}
