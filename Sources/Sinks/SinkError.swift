/// Why a sink did not do what it was asked to.
package struct SinkError: Error, Equatable, CustomStringConvertible {
    /// Open: sinks add their own.
    package struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
        package var description: String { rawValue }

        /// The place cannot be written to: rights, read-only, not what it should be.
        package static let unwritable = Code(rawValue: "unwritable")
        package static let noSpace = Code(rawValue: "no_space")
        /// The sink already holds a newer version.
        package static let stale = Code(rawValue: "stale")
        /// The document to change is not there.
        package static let missing = Code(rawValue: "missing")
        /// The document itself cannot be stored here.
        package static let rejected = Code(rawValue: "rejected")
        /// This kind of sink cannot do that.
        package static let unsupported = Code(rawValue: "unsupported")
        /// Something else went wrong while reading or writing.
        package static let io = Code(rawValue: "io")
    }

    /// What to do about it.
    package enum Remedy: Sendable, Equatable {
        /// The same again, later.
        case retry
        /// Never again: a dead letter.
        case permanent
        /// Nothing will work until a person acts.
        case stopRun
        /// Push the document whole.
        case recreate
    }

    package let code: Code
    package let message: String
    package let remedy: Remedy
    /// With `retry`: not before this long, for every document of the sink. It asked for a pause.
    package let retryAfter: Duration?

    package init(_ code: Code, _ message: String, _ remedy: Remedy, after retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.retryAfter = retryAfter
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
