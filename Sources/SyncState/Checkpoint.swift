package import ConfluenceModel

/// What the sink has of one object. 18 bytes, little endian, as `common.lua` of the queue reads them with `struct.unpack`:
/// version u32, tree digest u32, facts digest u32, pipeline u8, space ordinal u16, sweep u16, flags u8. The three highest flags are the scripts' own: which of the
/// sweeps under way have counted the object.
package struct Checkpoint: Sendable, Hashable {
    package struct Flags: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let digestsKnown = Flags(rawValue: 1)
        /// Not in the sink, on purpose.
        package static let skipped = Flags(rawValue: 2)
        package static let blogpost = Flags(rawValue: 4)
        package static let attachment = Flags(rawValue: 8)
        /// An attachment that was downloaded and gave no document: only a new version is worth another try.
        package static let unreadable = Flags(rawValue: 16)
    }

    package static let byteCount = 18

    package var version: UInt32
    /// Of title, space and the ids and titles of the ancestors.
    package var treeDigest: UInt32
    /// Of labels and of the read restrictions of the whole chain.
    package var factsDigest: UInt32
    /// The converter's number.
    package var pipeline: UInt8
    package var spaceOrdinal: UInt16
    /// The last sweep that saw the object; written by the scripts, whatever is given here.
    package var sweep: UInt16
    package var flags: Flags

    package init(
        version: UInt32, treeDigest: UInt32 = 0, factsDigest: UInt32 = 0, pipeline: UInt8, spaceOrdinal: UInt16,
        sweep: UInt16 = 0, flags: Flags = []
    ) {
        self.version = version
        self.treeDigest = treeDigest
        self.factsDigest = factsDigest
        self.pipeline = pipeline
        self.spaceOrdinal = spaceOrdinal
        self.sweep = sweep
        self.flags = flags
    }

    package var kind: ContentKind {
        if flags.contains(.attachment) { return .attachment }
        return flags.contains(.blogpost) ? .blogpost : .page
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        bytes.append(littleEndian: version)
        bytes.append(littleEndian: treeDigest)
        bytes.append(littleEndian: factsDigest)
        bytes.append(pipeline)
        bytes.append(littleEndian: spaceOrdinal)
        bytes.append(littleEndian: sweep)
        bytes.append(flags.rawValue)
        return bytes
    }

    /// `nil` for anything but 18 bytes: such an object counts as unknown.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(
            version: bytes.littleEndian(at: 0), treeDigest: bytes.littleEndian(at: 4),
            factsDigest: bytes.littleEndian(at: 8), pipeline: bytes[12], spaceOrdinal: bytes.littleEndian(at: 13),
            sweep: bytes.littleEndian(at: 15), flags: Flags(rawValue: bytes[17] & 31))
    }

    /// Whether a sweep has not seen the object. Numbers wrap: an older one is less than half a turn behind.
    package func isUnmarked(by number: UInt16) -> Bool {
        sweep == 0 || Int16(bitPattern: sweep &- number) < 0
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// The caller has checked that the bytes are there.
    func littleEndian<Value: FixedWidthInteger & UnsignedInteger>(at offset: Int) -> Value {
        (0..<Value.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Value(self[offset + $1]) }
    }
}
