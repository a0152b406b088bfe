/// What is remembered cannot be used.
package struct SyncStateError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Written by a later version of this program.
        case newerSchema
        /// Sealed with another secret key than this process has.
        case otherKey
        /// The secret key is not 32 bytes in URL-safe base64.
        case invalidKey
        /// A sealed text was changed, cut, or sealed with another key.
        case unsealable
        /// Settings were stored without the seal of this version, or changed without the secret key.
        case unvouched
        /// Redis holds something that this program did not write.
        case damaged
        /// More spaces than 65,535 were seen in all.
        case tooManySpaces
        /// An id of strange characters or length.
        case invalidArgument
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { "sync state \(code.rawValue): \(detail)" }
}
