import Glibc

/// Standard error as people see it.
enum Terminal {
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Columns of the window, 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Replaces the line the cursor is on.
    static func rewrite(_ line: String) { write("\r\u{1B}[K" + line) }

    static func writeLine(_ line: String) { write(line + "\n") }

    private static func write(_ text: String) {
        var bytes = text
        bytes.withUTF8 { buffer in _ = Glibc.write(STDERR_FILENO, buffer.baseAddress, buffer.count) }
    }
}

/// What came from outside, made harmless for a terminal: no control characters, no escape sequences.
func printable(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? "�" : $0 }))
}

/// Writes a command's result to standard output.
/// - Throws: ``OutputError``, but not when the reader has simply seen enough (`| head`).
func emit(_ text: String) throws {
    let bytes = Array(text.utf8)
    var position = 0
    while position < bytes.count {
        let count = bytes[position...].withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        if count >= 0 {
            position += count
        } else if errno == EPIPE {
            return
        } else if errno != EINTR {
            throw OutputError(reason: String(cString: strerror(errno)))
        }
    }
}

struct OutputError: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the result could not be written to standard output: \(reason)" }
}
