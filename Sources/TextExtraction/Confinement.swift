internal import AttachmentModel

/// The command lines of confined programs.
struct Confinement: Sendable {
    let helpers: HelperPrograms
    let settings: ExtractionSettings
    /// Of this process: its children end when it does.
    let parent: Int32

    /// - Parameter program: its path and its arguments.
    func command(_ program: [String], reading paths: [String] = [], checksOnly: Bool = false) -> [String] {
        var command = [helpers.confine]
        if checksOnly { command.append("--check") }
        switch settings.sandbox {
        case .strict: command.append("--strict")
        case .bestEffort: break
        case .off: command.append("--off")
        }
        command += ["--parent", "\(parent)", "--memory", "\(settings.memoryBytes)", "--cpu", "\(settings.cpuSeconds)"]
        for path in helpers.readable + paths { command += ["--read", path] }
        return command + program
    }

    /// Reads a file as it was attached.
    func reading(name: String, mediaType: String) -> [String] {
        let kinds = settings.kinds.map(\.rawValue).sorted().joined(separator: ",")
        return command(
            extractor(["--kind", kinds, "--name", Self.argument(name), "--media-type", Self.argument(mediaType)]))
    }

    /// Reads what another program made of it.
    /// - Parameter title: of a file inside another one.
    func cleaning(_ engine: String, hasPictures: Bool, title: String? = nil) -> [String] {
        var options = ["--from", engine]
        if hasPictures { options.append("--pictures") }
        if let title { options += ["--title", Self.argument(title)] }
        return command(extractor(options))
    }

    /// Writes one of the files that a file carries.
    func carrying(_ part: Int) -> [String] { command(extractor(["--part", "\(part)"])) }

    /// Writes a damaged pdf with a new end.
    func repairing() -> [String] { command(extractor(["--repair"])) }

    private func extractor(_ options: [String]) -> [String] {
        var program = [helpers.extractor, "--max-text", "\(settings.maxTextBytes)"]
        if settings.readsNested { program += ["--nesting", "1"] }
        if settings.sandbox == .strict { program.append("--strict") }
        return program + options
    }

    /// A program of the system that turns the file into text; `nil` where it is not installed.
    func engine(_ name: String) -> [String]? {
        switch name {
        // One page more than is kept shows that there are more; the head holds the title.
        case "pdftotext":
            helpers.pdftotext.map { command([$0, "-htmlmeta", "-enc", "UTF-8", "-l", "2001", "-", "-"]) }
        case "catdoc": helpers.catdoc.map { command([$0, "-d", "utf-8", "-w"]) }
        // It wants a name: that of the one file it has anyway.
        case "vsd2text": helpers.vsd2text.map { command([$0, "/dev/stdin"], reading: ["/dev/stdin"]) }
        case "tesseract":
            helpers.tesseract.map { command([$0, "stdin", "stdout", "-l", settings.ocrLanguages ?? "eng"]) }
        default: nil
        }
    }

    /// Draws one page of a pdf.
    func drawing(page: Int) -> [String]? {
        helpers.pdftoppm.map { command([$0, "-f", "\(page)", "-l", "\(page)", "-r", "200", "-gray"]) }
    }

    /// What a stranger named: never longer than a file name may be, never a zero.
    private static func argument(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.suffix(255).filter { $0.value >= 0x20 }))
    }
}
