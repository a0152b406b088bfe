internal import AttachmentModel
internal import Foundation

/// What a violent end means.
extension PipelineResult {
    /// - Returns: `nil` where the stage ended by itself.
    func violentEnd(of stage: Int, _ program: String, settings: ExtractionSettings) -> Extraction? {
        if isOutOfTime { return Extraction(.timeout, reason: "\(program) took more than \(settings.wallClock)") }
        if isTooLong { return Extraction(.limit, reason: "\(program) wrote without end") }
        let end = stages[stage]
        guard let signal = end.signal else {
            // What libraries do when memory ends: they say so and leave.
            let isFailure = end.exitCode != 0 && end.speaksOfMemory
            return isFailure ? Extraction(.limit, reason: "\(program) ran out of memory") : nil
        }
        switch signal {
        case SIGXCPU:
            return Extraction(.timeout, reason: "\(program) took more than \(settings.cpuSeconds) s of processor time")
        case SIGKILL where end.cpuSeconds >= Double(settings.cpuSeconds):
            return Extraction(.timeout, reason: "\(program) took more than \(settings.cpuSeconds) s of processor time")
        case SIGSYS: return Extraction(.crash, reason: "\(program) did what no reader does")
        default:
            if end.speaksOfMemory || end.peakBytes > settings.memoryBytes / 4 * 3 {
                return Extraction(.limit, reason: "\(program) ran out of memory")
            }
            return Extraction(.crash, reason: "\(program) was ended by signal \(signal)")
        }
    }
}

extension PipelineResult.Stage {
    fileprivate var speaksOfMemory: Bool {
        let text = String(decoding: complaint, as: UTF8.self).lowercased()
        return ["out of memory", "bad_alloc", "allocate memory", "cannot allocate"].contains { text.contains($0) }
    }

    /// The end of the launcher, where the program was never reached.
    /// - Parameter reader: the path of `extractor`; what else cannot be started concerns one kind of file.
    func launchError(reader: String) -> TextExtractionError? {
        let text = String(decoding: complaint.prefix(300), as: UTF8.self)
        guard text.hasPrefix("confine: ") else { return nil }
        switch exitCode {
        case 125: return TextExtractionError(.sandboxMissing, text)
        case 126: return TextExtractionError(text.hasPrefix("confine: \(reader):") ? .helperMissing : .notStarted, text)
        default: return nil
        }
    }
}
