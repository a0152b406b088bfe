package import AttachmentModel

/// How far files are read, and how closely their readers are guarded.
package struct ExtractionSettings: Sendable {
    package enum Sandbox: String, Sendable, CaseIterable {
        /// Nothing is read where the kernel lacks seccomp or Landlock.
        case strict
        case bestEffort = "best_effort"
        /// Limits of time and memory only.
        case off
    }

    /// Bytes of markdown of one file.
    package var maxTextBytes = 4 << 20
    package var sandbox = Sandbox.bestEffort
    /// Files read at the same time; `nil`: as many as there are cores.
    package var workers: Int?
    /// What is read, judged by content; others are `skipped`.
    package var kinds = AttachmentKind.usual
    /// Files inside mails are read as well, one level deep.
    package var readsNested = false
    /// Languages that pictures and scanned pages are read in, as tesseract names them: `deu+eng`. `nil`: they are not read.
    package var ocrLanguages: String?
    /// Scanned pages that are read of one file.
    package var ocrPages = 50
    /// `nil`: no file leaves this machine.
    package var tika: TikaSettings?
    /// From the start of a file's first program to the end of its last.
    package var wallClock = Duration.seconds(60)
    package var cpuSeconds = 30
    /// Address space of each program, bytes.
    package var memoryBytes = 1 << 30

    package init() {}
}
