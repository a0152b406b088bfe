/// Raised digits and signs, where Unicode has them: `x²`.
enum Superscript {
    private static let raisedCharacters: [UInt8: String] = {
        let plain = "0123456789+-=()ni"
        let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"
        return Dictionary(uniqueKeysWithValues: zip(plain.utf8, raised.unicodeScalars.map { String($0) }))
    }()

    /// `nil` when one of the characters has no raised form.
    static func raised(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        guard text.count <= 16 else { return nil }
        var raised = ""
        for byte in text {
            guard let character = raisedCharacters[byte] else { return nil }
            raised += character
        }
        return raised
    }
}
