internal import AttachmentModel

/// A zip of parts with relationships, as Office Open XML has it, and what was wrong with those read so far.
final class OfficePackage {
    private enum PackageTag: String, XMLTag {
        case relationship = "rel:Relationship"
    }

    let zip: ZipPackage
    let limits: ReadingLimits
    private let format: String
    private var faults = MarkupFaults()
    private var known: [String: Relationships] = [:]

    /// - Parameter format: its name in reasons.
    /// - Throws: when the file is no zip, or is encrypted.
    init(_ file: AttachmentFile, format: String, limits: ReadingLimits) throws(ReadingError) {
        self.format = format
        self.limits = limits
        zip = try ZipPackage(file, limits: limits)
        if zip.isRecovered { faults.noteMissingDirectory() }
        if zip.hasEncryptedEntries { throw ReadingError(.encrypted, "\(format): zip entries need a password") }
    }

    /// The part that the package is about.
    /// - Parameter usual: its name where no relationship leads to it.
    /// - Throws: `corrupt` when there is none.
    func mainPart(_ kind: String = "officeDocument", usual: String) throws(ReadingError) -> String {
        if let main = relationships(of: "").first(kind), !main.isExternal, zip.contains(main.target) {
            return main.target
        }
        guard zip.contains(usual) else { throw ReadingError(.corrupt, "\(format): no main part") }
        return usual
    }

    /// - Parameter part: normalised; empty for the package itself.
    func relationships(of part: String) -> Relationships {
        if let relationships = known[part] { return relationships }
        let folder = PartName.folder(of: part)
        let name = "\(folder)_rels/\(part.dropFirst(folder.count)).rels"
        let relationships = read(name, as: PackageTag.self) { xml in Self.read(&xml, of: part) }
        known[part] = relationships ?? Relationships()
        return known[part] ?? Relationships()
    }

    private static func read(_ xml: inout XMLPull<PackageTag>, of part: String) -> Relationships {
        var relationships = Relationships()
        while let event = xml.event() {
            guard case .start(.relationship) = event, let id = xml.attribute("Id"), let type = xml.attribute("Type"),
                let target = xml.attribute("Target")
            else { continue }
            let kind = String(type.split(separator: "/").last ?? "")
            let isExternal = xml.attribute("TargetMode") == "External"
            guard let goal = isExternal ? target : PartName.resolved(target, from: part) else { continue }
            relationships.add(Relationship(kind: kind, target: goal, isExternal: isExternal), id: id)
        }
        return relationships
    }

    // MARK: Parts

    /// Reads one part. What is wrong with it is kept until ``conclude(_:)``.
    /// - Returns: `nil` when there is no such part.
    func read<Tag: XMLTag, Result>(
        _ part: String, as: Tag.Type, _ body: (inout XMLPull<Tag>) -> Result
    ) -> Result? {
        guard let source = zip.stream(part) else {
            if zip.contains(part) { faults.noteUnreadablePart() }
            return nil
        }
        var xml = XMLPull<Tag>(source, depth: limits.depth)
        let result = body(&xml)
        faults.note(xml.fault)
        return result
    }

    /// Reads one binary part; without one nothing happens.
    func readRecords(_ part: String, _ body: (inout BinaryRecords) -> Void) {
        guard let source = zip.stream(part) else {
            if zip.contains(part) { faults.noteUnreadablePart() }
            return
        }
        var records = BinaryRecords(source)
        body(&records)
        faults.note(source.fault.map { .source($0) })
    }

    /// The start of a part, at most `limit` bytes; what is wrong with it is kept too.
    func bytes(of part: String, limit: Int) -> [UInt8] {
        guard let source = zip.stream(part) else {
            if zip.contains(part) { faults.noteUnreadablePart() }
            return []
        }
        let bytes = source.readAll(limit: limit)
        faults.note(source.fault.map { .source($0) })
        return bytes
    }

    /// Called last by each reader.
    /// - Throws: `corrupt` when a part was damaged.
    func conclude(_ output: DocumentOutput) throws(ReadingError) { try faults.conclude(format, output) }
}
