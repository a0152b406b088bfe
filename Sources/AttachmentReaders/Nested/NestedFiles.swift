internal import AttachmentModel
internal import ContentTree

/// Reads the files that a file carries, one level deep, behind its own text and within the same limits.
enum NestedFiles {
    /// What cannot be read is among the names that the outer file lists, and no more is said of it.
    static func read(_ files: [CarriedFile], limits: ReadingLimits, into output: DocumentOutput) {
        guard limits.nesting > 0 else { return }
        var inner = limits
        inner.nesting -= 1
        let pages = output.pages
        for (index, carried) in files.prefix(limits.nestedFiles).enumerated() where !output.isFull {
            read(carried, at: index, limits: inner, into: output)
        }
        output.pages = pages
    }

    private static func read(
        _ carried: CarriedFile, at index: Int, limits: ReadingLimits, into output: DocumentOutput
    ) {
        let file = carried.file
        let found = Detection(of: file, limits: limits)
        guard file.size > 0, found.refusal == nil, limits.nestedKinds?.contains(found.kind) ?? true else { return }
        if let engine = found.engine {
            output.leave(
                LeftFile(index: index, name: carried.name, engine: engine, hasPictures: found.hasPictures))
        } else if let reader = ReaderTable.reader(for: found.kind) {
            output.append(.heading(level: 2, [Inline(.text(carried.name))]))
            do throws(ReadingError) {
                try reader.read(file, limits: limits, into: output)
            } catch {
                // Half a file is worth finding; the outer one is whole all the same.
                output.note(.fault)
            }
        }
    }
}
