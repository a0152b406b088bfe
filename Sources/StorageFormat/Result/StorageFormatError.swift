/// A page body that was refused. Bodies that are merely broken are recovered and give warnings instead.
package struct StorageFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case inputTooLarge
    }

    package let code: Code
    package let detail: String

    package init(code: Code, detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { "storage format \(code.rawValue): \(detail)" }
}
