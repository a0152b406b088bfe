internal import AttachmentModel
internal import Foundation
internal import HTTPTransport
internal import Synchronization

/// Sends files to a Tika server (https://cwiki.apache.org/confluence/display/TIKA/TikaServer, "Tika Resource").
final class TikaServer: Sendable {
    /// What one try came to.
    private enum Answer {
        /// In a file without a name, to be closed.
        case text(Int32)
        case refused(String)
        case busy(Duration)
        case failed(String)
    }

    let settings: TikaSettings
    private let transport: any HTTPTransport
    private let time: Timekeeper
    private let limit: Int
    private let circuit = Mutex(TikaCircuit())
    private static let pauses: [Duration] = [.seconds(1), .seconds(5)]
    /// A longer `Retry-After` is for a later try of the whole file.
    private static let patience = Duration.seconds(10)

    /// - Parameter limit: bytes of an answer; more is the file's fault, not the server's.
    init(_ settings: TikaSettings, transport: any HTTPTransport, time: Timekeeper, limit: Int) {
        self.settings = settings
        self.transport = transport
        self.time = time
        self.limit = limit
    }

    /// - Returns: a descriptor of the text, the caller's to close.
    /// - Throws: ``TextExtractionError`` with code `engineUnavailable` when it is the server that fails; an
    ///   ``Extraction`` as ``TikaRefusal`` when it is the file.
    func text(of file: Int32) async throws -> Int32 {
        var trouble = "it is left alone for a while after failures in a row"
        for pause in Self.pauses + [nil] {
            if let rest = circuit.withLock({ $0.pause(now: time.now()) }) { throw unavailable(trouble, rest) }
            switch try await ask(file) {
            case .text(let text):
                circuit.withLock { $0.answered() }
                return text
            case .refused(let reason):
                circuit.withLock { $0.answered() }
                throw TikaRefusal(reason: reason)
            case .busy(let wait):
                trouble = "it asks for a pause of \(wait)"
                circuit.withLock { $0.asked(toWait: wait, now: time.now()) }
                if wait <= Self.patience { try await time.sleep(wait) }
            case .failed(let reason):
                trouble = reason
                circuit.withLock { $0.failed(now: time.now()) }
                if let pause { try await time.sleep(pause) }
            }
        }
        throw unavailable(trouble, circuit.withLock { $0.pause(now: time.now()) })
    }

    private func unavailable(_ trouble: String, _ rest: Duration?) -> TextExtractionError {
        TextExtractionError(.engineUnavailable, "tika: \(trouble)", retryAfter: rest)
    }

    private func ask(_ file: Int32) async throws -> Answer {
        guard let text = NamelessFile.open() else { return .failed("no room for its answer") }
        var isKept = false
        defer { if !isKept { close(text) } }
        var request = HTTPRequest(
            .put, settings.address.appending(path: "/tika"), maxBodyBytes: limit, redirects: .returned, file: text)
        request.upload = file
        request.deadlines.total = settings.timeout
        // Tika is told neither a name nor a type: a header of a stranger's making is none of ours. It looks inside, too.
        request.headers = ["Accept": "text/plain", "X-Tika-Skip-Embedded": "true"]
        do {
            let response = try await transport.send(request)
            switch response.status {
            case 200:
                isKept = true
                return .text(text)
            case 204: return .refused("no text in it")
            case 429: return .busy(response.headers.retryAfter() ?? .seconds(1))
            // Its child process ended or is being started again.
            case 500...599: return .failed("status \(response.status)")
            case 422: return .refused("encrypted or corrupt, as Tika says")
            case 413: return .refused("too large for Tika")
            case 415: return .refused("Tika has no reader for it either")
            default: return .failed("status \(response.status)")
            }
        } catch {
            switch error.code {
            case .cancelled: throw CancellationError()
            // The start of a long text is worth finding.
            case .tooLarge:
                isKept = true
                return .text(text)
            default: return .failed(error.detail)
            }
        }
    }
}

/// The server has looked at the file and will have none of it.
struct TikaRefusal: Error {
    let reason: String
}

enum NamelessFile {
    /// - Returns: a descriptor of an empty file that is gone when it is closed; `nil` where there is no room for one.
    static func open() -> Int32? {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/confluence-connector-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }
}
