package import ConfluenceModel

/// How urgent a job is. A lower lane is served before a higher one.
package enum Lane: Int, Sendable, Hashable, CaseIterable, Comparable {
    case webhook = 0
    case onDemand = 1
    case scheduled = 2
    case backfill = 3

    package static func < (left: Lane, right: Lane) -> Bool { left.rawValue < right.rawValue }

    /// Waiting jobs above which `enqueue` refuses more; `nil` for lanes that only memory bounds.
    package var highWatermark: Int? { self >= .scheduled ? 20_000 : nil }
}

package struct JobFlags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Only digests or the space differ: the body need not be fetched. `m` in the record.
    package static let metadataOnly = JobFlags(rawValue: 1)
    /// Fetch and compare the body whatever the checkpoint says. `c` in the record.
    package static let compareBody = JobFlags(rawValue: 2)
    /// Push even if nothing changed, and let the checkpoint's version go down. `f` in the record.
    package static let force = JobFlags(rawValue: 4)

    private static let letters: [(Character, JobFlags)] = [("m", .metadataOnly), ("c", .compareBody), ("f", .force)]

    /// Letters that are not known are those of the scripts, or of a later version.
    init(letters text: some StringProtocol) {
        self.init(Self.letters.filter { text.contains($0.0) }.map(\.1))
    }

    var letters: String { String(Self.letters.filter { contains($0.1) }.map(\.0)) }
}

/// One object that a listing, a feed or a person names.
package struct JobItem: Sendable, Hashable {
    package var id: JobID
    /// Jobs of one space wait together; spaces take turns.
    package var space: SpaceID
    package var version: Int
    package var spaceOrdinal: UInt16
    /// `nil`: not compared.
    package var treeDigest: UInt32?
    /// `nil`: not compared.
    package var factsDigest: UInt32?
    package var flags: JobFlags
    /// Something that the object depends on has changed, whatever was done before: an active job is done once more when it
    /// ends, and a run whose sweep has counted the object already takes that back and waits for it. With
    /// ``JobFlags/compareBody``.
    package var isAnew: Bool

    package init(
        id: JobID, space: SpaceID, version: Int, spaceOrdinal: UInt16, treeDigest: UInt32? = nil,
        factsDigest: UInt32? = nil, flags: JobFlags = [], isAnew: Bool = false
    ) {
        self.id = id
        self.space = space
        self.version = version
        self.spaceOrdinal = spaceOrdinal
        self.treeDigest = treeDigest
        self.factsDigest = factsDigest
        self.flags = flags
        self.isAnew = isAnew
    }

    /// Whether all parts can stand in a record.
    var isStorable: Bool {
        id.isStorable && space.rawValue.isPlainWord && UInt32(exactly: version) != nil
    }

    /// The facts of `enqueue.lua`: version, ordinal, digests, bits, space. The item is storable.
    var packed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(15 + space.rawValue.utf8.count)
        bytes.append(littleEndian: UInt32(clamping: version))
        bytes.append(littleEndian: spaceOrdinal)
        bytes.append(littleEndian: treeDigest ?? 0)
        bytes.append(littleEndian: factsDigest ?? 0)
        let digests: UInt8 = (treeDigest == nil ? 0 : 8) | (factsDigest == nil ? 0 : 16)
        bytes.append(flags.rawValue & 7 | digests | (isAnew ? 32 : 0))
        bytes.append(contentsOf: space.rawValue.utf8)
        return bytes
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }
}
