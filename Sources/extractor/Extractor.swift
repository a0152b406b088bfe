internal import AttachmentModel
internal import AttachmentReaders
internal import CSandbox
internal import ContentTree
internal import Glibc

/// One file comes in by descriptor 0, its text goes out as markdown, and one line of JSON on standard error says how it
/// went. Knows nothing of the connector and trusts nothing it reads.
@main
struct Extractor {
    static func main() {
        do {
            let options = try Options(Options.arguments())
            let outcome = options.engine == nil ? read(options) : clean(options)
            finish(outcome)
        } catch {
            print(error.description + "\n", to: STDERR_FILENO)
            exit(2)
        }
    }

    /// A file as it was attached.
    private static func read(_ options: Options) -> Outcome {
        let file: AttachmentFile
        do {
            file = try AttachmentFile(descriptor: STDIN_FILENO, name: options.name, mediaType: options.mediaType)
        } catch {
            return Outcome(status: error.status, reason: error.reason)
        }
        guard file.size > 0 else { return Outcome(status: .noText, reason: "empty file") }
        let denied = sandbox_deny(UInt32(SANDBOX_OPENING.rawValue))
        if denied != 0, options.isStrict { return Outcome(status: .limit, reason: "seccomp refused") }

        if options.isRepairing { return repair(file) }
        if let part = options.part { return carry(part, of: file, options) }
        let found = Detection(of: file, limits: options.limits)
        var outcome = Outcome(kind: found.kind)
        if let refusal = found.refusal {
            outcome.status = refusal.status
            outcome.reason = refusal.reason
        } else if let engine = found.engine {
            outcome.engine = engine
            outcome.hasPictures = found.hasPictures
        } else if options.isDetecting {
            return outcome
        } else if let kinds = options.kinds, !kinds.contains(found.kind) {
            outcome.status = .skipped
            outcome.reason = "\(found.kind.rawValue) by its content"
        } else if let reader = ReaderTable.reader(for: found.kind) {
            run(reader, on: file, options, &outcome)
        } else {
            outcome.status = .unsupported
            outcome.reason = "no reader for \(found.kind.rawValue)"
        }
        return outcome
    }

    private static func repair(_ file: AttachmentFile) -> Outcome {
        guard let ending = PDFRepair.ending(for: file) else {
            return Outcome(status: .corrupt, reason: "pdf without catalog")
        }
        file.withBytes { bytes in _ = Descriptor.write(bytes, to: STDOUT_FILENO) }
        Descriptor.write(ending, to: STDOUT_FILENO)
        return Outcome(kind: .pdf)
    }

    /// One of the files in the file, as it is.
    private static func carry(_ part: Int, of file: AttachmentFile, _ options: Options) -> Outcome {
        let kind = Detection(of: file, limits: options.limits).kind
        do throws(ReadingError) {
            let reader = ReaderTable.reader(for: kind) as? any CarryingReader.Type
            guard let bytes = try reader?.bytes(ofCarried: part, in: file, limits: options.limits) else {
                return Outcome(status: .corrupt, reason: "\(kind.rawValue) without such a file")
            }
            Descriptor.write(bytes, to: STDOUT_FILENO)
            return Outcome(kind: kind)
        } catch {
            return Outcome(status: error.status, reason: error.reason)
        }
    }

    /// What another program made of it.
    private static func clean(_ options: Options) -> Outcome {
        guard let engine = options.engine else { return Outcome() }
        _ = sandbox_deny(UInt32(SANDBOX_OPENING.rawValue))
        let most = 4 * options.limits.text + (1 << 20)
        let file = AttachmentFile(draining: STDIN_FILENO, limit: most)
        var outcome = Outcome()
        run(ReaderTable.reader(after: engine), on: file, options, &outcome)
        if file.size == most, outcome.truncation == nil { outcome.truncation = .text }
        return outcome
    }

    private static func run(
        _ reader: any AttachmentReader.Type, on file: AttachmentFile, _ options: Options, _ outcome: inout Outcome
    ) {
        let printer = MarkdownPrinter(limit: options.limits.text)
        var heading = options.title.map { [Block.heading(level: 2, [Inline(.text($0))])] } ?? []
        let output = DocumentOutput { blocks in
            defer { heading = [] }
            return printer.print(heading + blocks)
        }
        do throws(ReadingError) {
            try reader.read(file, limits: options.limits, into: output)
        } catch {
            outcome.status = error.status
            outcome.reason = error.reason
        }
        output.flush()
        outcome.pages = output.pages
        outcome.left = output.left
        outcome.truncation = printer.isCut ? .text : output.truncation
        let isScan = options.hasPictures && printer.characters < 20 * max(1, outcome.pages ?? 1)
        if outcome.status == .ok, isScan || !printer.hasLetters {
            outcome.status = .noText
            outcome.reason = isScan ? "pages of pictures" : "no letters in it"
        }
        if outcome.status == .corrupt || outcome.status == .limit, printer.hasLetters, outcome.truncation == nil {
            outcome.truncation = .fault
        }
    }

    private static func finish(_ outcome: Outcome) -> Never {
        print(outcome.json + "\n", to: STDERR_FILENO)
        exit(outcome.exitCode)
    }

    private static func print(_ text: String, to descriptor: Int32) {
        Descriptor.write(Array(text.utf8), to: descriptor)
    }
}
