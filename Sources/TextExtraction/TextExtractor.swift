internal import AttachmentModel
internal import Foundation
package import HTTPTransport

/// Turns files into markdown. Parses nothing itself: every file goes to a program of its own that may do nothing but
/// read that file.
package struct TextExtractor: Sendable {
    let helpers: HelperPrograms
    let settings: ExtractionSettings
    let confinement: Confinement
    let tika: TikaServer?
    private let driver: ChildDriver

    /// - Throws: when `extractor` or `confine` is missing, or a program that the settings ask for.
    package init(settings: ExtractionSettings = ExtractionSettings()) throws(TextExtractionError) {
        let helpers = try HelperPrograms.found()
        if let languages = settings.ocrLanguages { try helpers.checkRecognition(languages) }
        self.init(settings: settings, helpers: helpers)
    }

    /// - Parameter transport: to the Tika server, if there is one.
    package init(
        settings: ExtractionSettings, helpers: HelperPrograms, transport: (any HTTPTransport)? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        tika = settings.tika.map {
            TikaServer(
                $0, transport: transport ?? CurlTransport(), time: Timekeeper(clock), limit: 4 * settings.maxTextBytes)
        }
        self.settings = settings
        self.helpers = helpers
        confinement = Confinement(helpers: helpers, settings: settings, parent: getpid())
        driver = ChildDriver(width: settings.workers ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Reads one file. Waits where too many are being read already.
    /// - Parameters:
    ///   - descriptor: of a regular file that nobody writes to any more; stays the caller's.
    ///   - mediaType: as the uploader's browser said it; may be empty or wrong.
    /// - Throws: ``TextExtractionError``, `CancellationError`; never because of the file.
    package func extract(descriptor: Int32, name: String, mediaType: String = "") async throws -> Extraction {
        var budget = ReadingBudget(settings.wallClock)
        var outcome = try await read(descriptor, named: name, mediaType, within: &budget)
        outcome.cost = budget.cost
        return outcome
    }

    private func read(
        _ descriptor: Int32, named name: String, _ mediaType: String, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        let read = try await run([confinement.reading(name: name, mediaType: mediaType)], descriptor, within: &budget)
        if let end = read.violentEnd(of: 0, "extractor", settings: settings) { return kept(end, read.output) }
        guard let report = ReaderReport(read.stages[0].complaint) else {
            return Extraction(.crash, reason: "extractor ended with \(read.stages[0].exitCode ?? -1)")
        }
        let text =
            if let engine = report.engine {
                try await converted(descriptor, by: engine, report, within: &budget)
            } else {
                try await withCarried(report.left ?? [], kept(report.extraction, read.output), descriptor, &budget)
            }
        let seen = try await recognised(descriptor, insteadOf: text, within: &budget)
        return try await asked(descriptor, insteadOf: seen, within: &budget)
    }

    /// Reads one file by its path.
    package func extract(path: String, mediaType: String = "") async throws -> Extraction {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: path]) }
        defer { close(descriptor) }
        return try await extract(
            descriptor: descriptor, name: (path as NSString).lastPathComponent, mediaType: mediaType)
    }

    /// Through a program of the system, and its text through `extractor` once more.
    private func converted(
        _ descriptor: Int32, by engine: String, _ report: ReaderReport, within budget: inout ReadingBudget
    ) async throws -> Extraction {
        let found = report.extraction
        guard found.kind.map(settings.kinds.contains) ?? false else {
            return Extraction(.skipped, reason: "\(report.kind ?? "other") by its content", kind: found.kind)
        }
        guard let program = confinement.engine(engine) else {
            var missed = Extraction(.unsupported, reason: "\(engine) is not installed", kind: found.kind)
            missed.lacksProgram = true
            return missed
        }
        let stages = [program, confinement.cleaning(engine, hasPictures: report.pictures ?? false)]
        var result = try await run(stages, descriptor, within: &budget)
        if EngineFault.isLostEnd(engine, result) {
            result = try await run(stages, behind: confinement.repairing(), descriptor, within: &budget)
        }
        return kept(outcome(of: result, engine, kind: found.kind), result.output)
    }

    /// The text of a file with that of the files inside it, as far as the system's programs read them.
    private func withCarried(
        _ files: [ReaderReport.Left], _ text: Extraction, _ descriptor: Int32, _ budget: inout ReadingBudget
    ) async throws -> Extraction {
        var all = text
        for file in files where budget.left > .zero && all.markdown.utf8.count < settings.maxTextBytes {
            guard let program = confinement.engine(file.engine) else { continue }
            let cleaning = confinement.cleaning(file.engine, hasPictures: file.pictures, title: file.name)
            let result = try await run(
                [program, cleaning], behind: confinement.carrying(file.part), descriptor, within: &budget)
            let found = kept(outcome(of: result, file.engine, kind: nil), result.output)
            all.add(found.markdown, limit: settings.maxTextBytes)
        }
        return all
    }

    /// Behind a program that writes what the first stage reads.
    private func run(
        _ stages: [[String]], behind source: [String], _ descriptor: Int32, within budget: inout ReadingBudget
    ) async throws -> PipelineResult {
        var result = try await run([source] + stages, descriptor, within: &budget)
        result.stages.removeFirst()
        return result
    }

    /// - Parameter result: of the program and of `extractor` behind it.
    private func outcome(of result: PipelineResult, _ engine: String, kind: AttachmentKind?) -> Extraction {
        var outcome =
            ReaderReport(result.stages[1].complaint)?.extraction
            ?? result.violentEnd(of: 1, "extractor", settings: settings)
            ?? Extraction(.crash, reason: "extractor ended without a word")
        outcome.kind = kind
        if outcome.pages == 0 { outcome.pages = nil }
        if let fault = EngineFault.of(engine, result, settings: settings) {
            outcome.status = fault.status
            outcome.reason = fault.reason
        }
        return outcome
    }

    /// What the launcher says of each of its layers.
    func checkedLayers() async throws -> [UInt8] {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        var budget = ReadingBudget(.seconds(10))
        let check = confinement.command([helpers.extractor], checksOnly: true)
        return try await run([check], nothing, within: &budget).output
    }

    func run(
        _ stages: [[String]], _ descriptor: Int32, within budget: inout ReadingBudget
    ) async throws -> PipelineResult {
        let pipeline = Pipeline(
            stages: stages, input: descriptor, outputLimit: settings.maxTextBytes + 65_536, wallClock: budget.left)
        let result = try await driver.run(pipeline)
        budget.add(result)
        if let error = result.startError {
            let isMissing = [ENOENT, EACCES, ENOEXEC, ENOTDIR].contains(error)
            throw TextExtractionError(
                isMissing ? .helperMissing : .notStarted, "\(helpers.confine): \(String(cString: strerror(error)))")
        }
        for stage in result.stages {
            if let error = stage.launchError(reader: helpers.extractor) { throw error }
        }
        return result
    }

    /// The outcome with the text that came, cut at a line's end where the reader did not come to its own end.
    func kept(_ outcome: Extraction, _ output: [UInt8]) -> Extraction {
        var outcome = outcome
        let isWhole = outcome.status == .ok || outcome.status == .noText
        let end = isWhole ? output.count : (output.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        guard outcome.status != .encrypted, outcome.status != .noText, end > 0 else { return outcome }
        outcome.markdown = String(decoding: output[..<end], as: UTF8.self)
        if !isWhole, outcome.truncated == nil { outcome.truncated = .fault }
        return outcome
    }
}
