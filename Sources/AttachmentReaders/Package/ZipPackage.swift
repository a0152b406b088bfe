internal import AttachmentModel
internal import CLibZip

/// A zip file that others than we have made: entries are found by normalised name and read as bounded streams.
package final class ZipPackage {
    struct Entry {
        /// As the file spells it.
        let name: String
        let index: UInt64
        let isEncrypted: Bool
    }

    let limits: ReadingLimits
    private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]
    private let archive: OpaquePointer
    // libzip reads from both until the archive is closed.
    private let file: AttachmentFile
    private let recovered: UnsafeMutableBufferPointer<UInt8>
    /// The directory at the end is missing or damaged; what stands before it could be found.
    package var isRecovered: Bool { !recovered.isEmpty }
    /// Bytes that all streams together gave.
    var inflated = 0

    /// - Throws: `corrupt` when there are no entries to be found, `limit` when there are too many.
    package init(_ file: AttachmentFile, limits: ReadingLimits) throws(ReadingError) {
        self.file = file
        self.limits = limits
        let count = CentralDirectory.entryCount(of: file)
        if let count, count > limits.entries { throw ReadingError(.limit, "zip has too many entries") }
        if count != nil, let archive = Self.open(file, UnsafeMutableBufferPointer(start: nil, count: 0)) {
            self.archive = archive
            recovered = UnsafeMutableBufferPointer(start: nil, count: 0)
        } else {
            let directory = RecoveredDirectory(file, limits: limits)?.bytes ?? []
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: directory.count)
            _ = copy.initialize(from: directory)
            guard !directory.isEmpty, let archive = Self.open(file, copy) else {
                copy.deallocate()
                throw ReadingError(.corrupt, Self.missing)
            }
            self.archive = archive
            recovered = copy
        }
        readDirectory()
    }

    deinit {
        zip_discard(archive)
        if isRecovered { recovered.deallocate() }
    }

    static let missing = "zip central directory missing"

    /// - Parameter directory: what to read behind the file.
    private static func open(
        _ file: AttachmentFile, _ directory: UnsafeMutableBufferPointer<UInt8>
    ) -> OpaquePointer? {
        file.withBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let fragments = [
                zip_buffer_fragment(data: UnsafeMutablePointer(mutating: start), length: UInt64(bytes.count)),
                zip_buffer_fragment(data: directory.baseAddress, length: UInt64(directory.count)),
            ]
            let count: UInt64 = directory.isEmpty ? 1 : 2
            guard let source = zip_source_buffer_fragment_create(fragments, count, 0, nil) else { return nil }
            guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
                zip_source_free(source)
                return nil
            }
            return archive
        }
    }

    private func readDirectory() {
        let count = min(UInt64(max(0, zip_get_num_entries(archive, 0))), UInt64(limits.entries))
        entries.reserveCapacity(Int(count))
        for index in 0..<count {
            var status = zip_stat_t()
            guard zip_stat_index(archive, index, 0, &status) == 0, let cName = status.name else { continue }
            let name = String(cString: cName)
            let isEncrypted =
                status.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0
                && status.encryption_method != UInt16(ZIP_EM_NONE)
            if let key = PartName.normalized(name), places[key] == nil { places[key] = entries.count }
            entries.append(Entry(name: name, index: index, isEncrypted: isEncrypted))
        }
    }

    /// Names as the file spells them, in its order, folders included.
    package var names: [String] { entries.map(\.name) }
    package var hasEncryptedEntries: Bool { entries.contains { $0.isEncrypted } }

    func entry(_ name: String) -> Entry? {
        guard let key = PartName.normalized(name) else { return nil }
        let place = places[key] ?? PartName.normalized(PartName.percentDecoded(name)).flatMap { places[$0] }
        return place.map { entries[$0] }
    }

    package func contains(_ name: String) -> Bool { entry(name) != nil }

    /// - Returns: `nil` when there is no such entry, or none that can be opened.
    func stream(_ name: String) -> ZipEntryStream? {
        guard let entry = entry(name) else { return nil }
        var status = zip_stat_t()
        guard zip_stat_index(archive, entry.index, 0, &status) == 0,
            let handle = zip_fopen_index(archive, entry.index, 0)
        else { return nil }
        return ZipEntryStream(handle, of: self, packedBytes: Int(clamping: status.comp_size))
    }

    /// The start of an entry, at most `limit` bytes. Empty when it cannot be read.
    package func bytes(of name: String, limit: Int) -> [UInt8] {
        stream(name)?.readAll(limit: limit) ?? []
    }
}
