internal import AttachmentModel

/// What shows from outside whether slides can be read (Microsoft, "[MS-PPT]", CurrentUserAtom).
enum SlidesStart {
    static func refusal(_ file: CompoundFile) -> ReadingError? {
        let user = file.stream("Current User", limit: 32) ?? []
        // The token of a file whose records are encrypted.
        if user.uint32(at: 12) == 0xF3D1_C4DF || file.entry("EncryptedSummary") != nil {
            return ReadingError(.encrypted, "ppt needs a password (CryptSession)")
        }
        return nil
    }
}
