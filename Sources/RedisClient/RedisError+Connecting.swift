import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension RedisError {
    /// What several places said. Another attempt is worth it as long as one of them may say something else.
    init(allOf failures: [RedisError], saying sentence: String) {
        let word = failures.first { $0.isRetryable } ?? failures.first
        self.init(
            word?.code ?? .unreachable, "\(sentence): " + failures.map(\.detail).joined(separator: "; "),
            serverWord: word?.serverWord)
    }

    /// The sentence for a failure of the socket, the name service or TLS.
    init(connecting error: any Error, to address: RedisAddress, mayHaveRun: Bool = false) {
        switch error {
        case let error as RedisError:
            self = error
        case let error as NIOConnectionError:
            self.init(connection: error, to: address)
        case ChannelError.connectTimeout(let limit):
            self.init(.unreachable, "no connection to \(address) within \(limit.seconds) seconds")
        case let error as NIOSSLError:
            self.init(.tls, "TLS with \(address) failed: \(Self.tlsReason("\(error)"))")
        case let error as BoringSSLError:
            self.init(.tls, "TLS with \(address) failed: \(Self.tlsReason("\(error)"))")
        case let error as NIOSSLExtraError:
            self.init(.tls, "TLS with \(address) failed: \(error.description)")
        case let error as IOError:
            self.init(
                mayHaveRun ? .disconnected : .unreachable,
                "\(mayHaveRun ? "the connection to \(address) was lost" : "\(address) cannot be reached"): "
                    + Self.reason(of: error), mayHaveRun: mayHaveRun)
        default:
            self.init(
                mayHaveRun ? .disconnected : .unreachable, "the connection to \(address) failed: \(error)",
                mayHaveRun: mayHaveRun)
        }
    }

    private init(connection error: NIOConnectionError, to address: RedisAddress) {
        // Each address of the name was tried; the first failure stands for the others.
        if let attempt = error.connectionErrors.first {
            self.init(connecting: attempt.error, to: address)
        } else {
            self.init(.unreachable, "\(address) cannot be reached: there is no host \(error.host)")
        }
    }

    private static func reason(of error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused, is Redis running there?"
        case ENOENT: "there is no such socket"
        case EACCES, EPERM: "permission denied"
        case ECONNRESET, EPIPE: "the server closed it"
        default: String(cString: strerror(error.errnoCode))
        }
    }

    private static func tlsReason(_ text: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is not trusted (give the CA with ?ca=FILE)"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS (use redis://)" }
        return text
    }
}
