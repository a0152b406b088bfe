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
